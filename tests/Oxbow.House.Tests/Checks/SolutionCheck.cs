using Oxbow.House.Tests.Model;

namespace Oxbow.House.Tests.Checks;

/// <summary>The solution lists every project there is, and no other.</summary>
internal sealed class SolutionCheck : ICheck
{
    private const string Solution = "Oxbow.slnx";

    public IEnumerable<Fault> Faults(Repository repository)
    {
        string[] listed =
        [
            .. repository.Files.Where(file => file.Path == Solution)
                .SelectMany(file => file.Document.Descendants("Project"))
                .Select(project => project.Attribute("Path")!.Value.Replace('\\', '/')),
        ];
        string[] present = [.. repository.Projects.Select(project => project.Path)];
        return
        [
            .. present.Except(listed).Select(path => new Fault(path, 0, $"{Solution} does not list this project")),
            .. listed.Except(present).Select(path => new Fault(Solution, 0, $"lists {path}, which is not there")),
        ];
    }
}
