using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class CentralVersionsCheckTests
{
    private const string Project = "tests/Oxbow.Core.Tests/Oxbow.Core.Tests.csproj";

    [Theory]
    [InlineData("<PackageReference Include=\"FsCheck\" Version=\"3.6.0\" />")]
    [InlineData("<PackageReference Include=\"FsCheck\" VersionOverride=\"3.6.0\" />")]
    [InlineData("<PackageReference Include=\"FsCheck\"><Version>3.6.0</Version></PackageReference>")]
    public void A_version_outside_the_central_file_is_seen(string reference) =>
        PlantedFault.IsSeenAt<CentralVersionsCheck>(Project, 3, "Directory.Packages.props",
            (Project, PlantedFault.Project("<ItemGroup>", reference, "</ItemGroup>")));

    [Fact]
    public void Versions_in_the_central_file_are_where_they_belong() =>
        PlantedFault.IsAbsent<CentralVersionsCheck>(
            ("Directory.Packages.props", PlantedFault.Project("<PackageVersion Include=\"FsCheck\" Version=\"3.6.0\" />")),
            (Project, PlantedFault.Project(PlantedFault.Package("FsCheck"))));
}
