using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>A sample is what people copy: it builds on the libraries alone, says in a README what it is, and is run by a test or is one.</summary>
internal sealed class SamplesCheck : ICheck
{
    private const string Settings = "$(RepositoryRoot)eng/Tool.props";
    private const string TestSettings = "$(RepositoryRoot)eng/Test.props";
    private const string CommandLine = "Oxbow.Cli";

    public IEnumerable<Fault> Faults(Repository repository)
    {
        HashSet<string> paths = [.. repository.Files.Select(file => file.Path)];
        HashSet<string> tested =
        [
            .. repository.Projects.Where(project => project.IsUnder("tests")).SelectMany(ProjectFile.ProjectReferences).Select(reference => reference.Name),
        ];
        foreach (SourceFile sample in repository.Projects.Where(project => project.IsUnder("samples")))
        {
            string?[] imports = [.. sample.Document.Descendants("Import").Select(import => import.Attribute("Project")?.Value)];
            bool isTest = imports.Contains(TestSettings);
            if (!isTest && !imports.Contains(Settings))
            {
                yield return new(sample.Path, 0, $"the project must import its settings from {Settings}");
            }

            if (!paths.Contains($"{sample.Folder}/README.md"))
            {
                yield return new(sample.Path, 0, "a sample has a README.md beside its project");
            }

            if (!isTest && !tested.Contains(ProjectFile.NameOf(sample)))
            {
                yield return new(sample.Path, 0, "a sample is run by a test: refer to it from a project under tests");
            }

            foreach ((_, int line) in ProjectFile.ProjectReferences(sample).Where(reference => reference.Name == CommandLine))
            {
                yield return new(sample.Path, line, $"{CommandLine} is a program and no library: a sample stands on what its readers can use");
            }
        }
    }
}
