using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class PackageReferencesCheckTests
{
    private const string Core = "src/Oxbow.Core/Oxbow.Core.csproj";
    private const string Wire = "src/Oxbow.Wire/Oxbow.Wire.csproj";
    private const string Client = "src/Oxbow.Client/Oxbow.Client.csproj";

    [Fact]
    public void Core_uses_no_package() =>
        PlantedFault.IsSeenAt<PackageReferencesCheck>(Core, 2, "must not use Google.Protobuf",
            (Core, PlantedFault.Project(PlantedFault.Package("Google.Protobuf"))),
            (Wire, PlantedFault.Project(PlantedFault.Package("Google.Protobuf"))));

    [Fact]
    public void The_client_does_not_use_the_web_framework() =>
        PlantedFault.IsSeenAt<PackageReferencesCheck>(Client, 2, "must not use Microsoft.AspNetCore.App",
            (Client, PlantedFault.Project("<ItemGroup><FrameworkReference Include=\"Microsoft.AspNetCore.App\" /></ItemGroup>")));
}
