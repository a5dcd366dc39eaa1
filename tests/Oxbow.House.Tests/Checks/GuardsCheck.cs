using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>What makes the compiler keep the house is switched on and not switched off again.</summary>
internal sealed class GuardsCheck : ICheck
{
    private const string BuildSettings = "Directory.Build.props";

    private static readonly string[] Switches =
    [
        "TreatWarningsAsErrors", "EnableNETAnalyzers", "EnforceCodeStyleInBuild", "DisableTransitiveProjectReferences",
    ];

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["src/Oxbow.Core/Oxbow.Core.csproj"] = "$(RepositoryRoot)eng/PureLibrary.props",
        ["src/Oxbow.Wire/Oxbow.Wire.csproj"] = "$(RepositoryRoot)eng/PureLibrary.props",
    };

    public IEnumerable<Fault> Faults(Repository repository) =>
        [.. SwitchesMissing(repository), .. SwitchesTurnedOff(repository), .. SettingsMissing(repository), .. BansLifted(repository)];

    private static IEnumerable<Fault> SwitchesMissing(Repository repository) =>
        from file in repository.Files
        where file.Path == BuildSettings
        from name in Switches
        where !file.Document.Descendants(name).Any(element => element.Value == "true")
        select new Fault(file.Path, 0, $"{name} must be true");

    private static IEnumerable<Fault> SwitchesTurnedOff(Repository repository) =>
        from file in repository.Files
        where file.IsProject || file.Path.EndsWith(".props", StringComparison.Ordinal)
        from element in file.Document.Descendants()
        where Switches.Contains(element.Name.LocalName) && element.Value != "true"
        select new Fault(file.Path, ProjectFile.LineOf(element), $"{element.Name.LocalName} must stay true");

    private static IEnumerable<Fault> SettingsMissing(Repository repository) =>
        from project in repository.Projects
        where project.IsUnder("src") || project.IsUnder("tests")
        let wanted = Settings.GetValueOrDefault(project.Path)
            ?? (project.IsUnder("tests") ? "$(RepositoryRoot)eng/Test.props" : "$(RepositoryRoot)eng/")
        where !project.Document.Descendants("Import")
            .Any(import => import.Attribute("Project")!.Value.StartsWith(wanted, StringComparison.Ordinal))
        select new Fault(project.Path, 0, $"the project must import its settings from {wanted}");

    private static IEnumerable<Fault> BansLifted(Repository repository) =>
        from file in repository.Code
        from trivia in file.Tree.GetRoot().DescendantTrivia()
        where trivia.ToString().Contains("RS0030", StringComparison.Ordinal) && trivia.IsDirective
        select new Fault(file.Path, trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1, "a banned symbol stays banned");
}
