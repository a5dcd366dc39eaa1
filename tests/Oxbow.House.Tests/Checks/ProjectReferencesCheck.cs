using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>Rooms under src/ refer to each other exactly as the design says: calls go one way.</summary>
internal sealed class ProjectReferencesCheck : ICheck
{
    private static readonly Dictionary<string, string[]> References = new()
    {
        ["Oxbow.Core"] = [],
        ["Oxbow.Wire"] = ["Oxbow.Core"],
        ["Oxbow.Storage"] = ["Oxbow.Wire", "Oxbow.Core"],
        ["Oxbow.Node"] = ["Oxbow.Client", "Oxbow.Storage", "Oxbow.Wire", "Oxbow.Core"],
        ["Oxbow.AspNetCore"] = ["Oxbow.Node", "Oxbow.Client", "Oxbow.Storage", "Oxbow.Wire", "Oxbow.Core"],
        ["Oxbow.Client"] = ["Oxbow.Wire", "Oxbow.Core"],
        ["Oxbow.Testing"] = ["Oxbow.Node", "Oxbow.Client", "Oxbow.Storage", "Oxbow.Wire", "Oxbow.Core"],
    };

    /// <summary>Programs take what they need of these. The command line carries the simulator, so that a failing seed can be replayed wherever Oxbow runs.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Oxbow.Cli"] =
        [
            "Oxbow.Client", "Oxbow.AspNetCore", "Oxbow.Testing", "Oxbow.Node", "Oxbow.Storage", "Oxbow.Wire", "Oxbow.Core",
        ],
    };

    public IEnumerable<Fault> Faults(Repository repository) =>
        repository.Projects.Where(project => project.IsUnder("src")).SelectMany(FaultsOf);

    private static IEnumerable<Fault> FaultsOf(SourceFile project)
    {
        string name = ProjectFile.NameOf(project);
        string[]? required = References.GetValueOrDefault(name);
        string[]? allowed = required ?? Allowed.GetValueOrDefault(name);
        if (allowed is null)
        {
            yield return new(project.Path, 0, $"{name} has no place in the house: say in {nameof(ProjectReferencesCheck)} what it may refer to");
            yield break;
        }

        (string Name, int Line)[] references = [.. ProjectFile.ProjectReferences(project)];
        foreach ((string reference, int line) in references.Where(reference => !allowed.Contains(reference.Name)))
        {
            yield return new(project.Path, line, $"{name} must not refer to {reference}");
        }

        foreach (string missing in (required ?? []).Except(references.Select(reference => reference.Name)))
        {
            yield return new(project.Path, 0, $"{name} should refer to {missing}");
        }
    }
}
