using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class ProjectReferencesCheckTests
{
    private const string Core = "src/Oxbow.Core/Oxbow.Core.csproj";
    private const string Wire = "src/Oxbow.Wire/Oxbow.Wire.csproj";
    private const string Client = "src/Oxbow.Client/Oxbow.Client.csproj";

    [Fact]
    public void Core_refers_to_nothing() =>
        PlantedFault.IsSeenAt<ProjectReferencesCheck>(Core, 2, "must not refer to Oxbow.Wire",
            (Core, PlantedFault.Project(PlantedFault.ReferenceTo("Oxbow.Wire"))));

    [Fact]
    public void Wire_refers_to_core() =>
        PlantedFault.IsSeenAt<ProjectReferencesCheck>(Wire, 0, "should refer to Oxbow.Core", (Wire, PlantedFault.Project()));

    [Fact]
    public void No_library_refers_to_testing() =>
        PlantedFault.IsSeenAt<ProjectReferencesCheck>(Client, 3, "must not refer to Oxbow.Testing",
            (Client, PlantedFault.Project(PlantedFault.ReferenceTo("Oxbow.Wire"), PlantedFault.ReferenceTo("Oxbow.Testing"), PlantedFault.ReferenceTo("Oxbow.Core"))));

    [Fact]
    public void A_new_room_needs_a_place() =>
        PlantedFault.IsSeenAt<ProjectReferencesCheck>("src/Oxbow.Attic/Oxbow.Attic.csproj", 0, "no place in the house",
            ("src/Oxbow.Attic/Oxbow.Attic.csproj", PlantedFault.Project()));

    [Fact]
    public void Tests_refer_to_anything() =>
        PlantedFault.IsAbsent<ProjectReferencesCheck>(
            ("tests/Oxbow.Core.Tests/Oxbow.Core.Tests.csproj", PlantedFault.Project(PlantedFault.ReferenceTo("Oxbow.Testing"))),
            (Wire, PlantedFault.Project(PlantedFault.ReferenceTo("Oxbow.Core"))));
}
