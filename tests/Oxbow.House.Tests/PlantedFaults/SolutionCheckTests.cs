using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class SolutionCheckTests
{
    private const string Core = "src/Oxbow.Core/Oxbow.Core.csproj";
    private const string Solution = $"<Solution><Folder Name=\"/src/\"><Project Path=\"{Core}\" /></Folder></Solution>";

    [Fact]
    public void An_unlisted_project_is_seen() =>
        PlantedFault.IsSeenAt<SolutionCheck>("tests/A/A.csproj", 0, "does not list",
            ("Oxbow.slnx", Solution), (Core, PlantedFault.Project()), ("tests/A/A.csproj", PlantedFault.Project()));

    [Fact]
    public void A_listed_project_that_is_gone_is_seen() =>
        PlantedFault.IsSeenAt<SolutionCheck>("Oxbow.slnx", 0, Core, ("Oxbow.slnx", Solution));

    [Fact]
    public void A_complete_solution_is_in_order() =>
        PlantedFault.IsAbsent<SolutionCheck>(("Oxbow.slnx", Solution), (Core, PlantedFault.Project()));
}
