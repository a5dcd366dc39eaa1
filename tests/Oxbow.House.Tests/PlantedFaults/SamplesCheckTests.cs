using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class SamplesCheckTests
{
    private const string Sample = "samples/Songs/Songs.csproj";
    private const string Import = "<Import Project=\"$(RepositoryRoot)eng/Tool.props\" />";

    private static readonly (string Path, string Text) Readme = ("samples/Songs/README.md", "# Songs\n");

    private static readonly (string Path, string Text) Tests = (
        "tests/Oxbow.Samples.Tests/Oxbow.Samples.Tests.csproj",
        PlantedFault.Project("<ItemGroup><ProjectReference Include=\"$(RepositoryRoot)samples/Songs/Songs.csproj\" /></ItemGroup>"));

    [Fact]
    public void A_sample_without_settings_is_seen() =>
        PlantedFault.IsSeenAt<SamplesCheck>(Sample, 0, "eng/Tool.props", (Sample, PlantedFault.Project()), Readme, Tests);

    [Fact]
    public void A_sample_without_a_readme_is_seen() =>
        PlantedFault.IsSeenAt<SamplesCheck>(Sample, 0, "README.md", (Sample, PlantedFault.Project(Import)), Tests);

    [Fact]
    public void A_sample_without_a_test_is_seen() =>
        PlantedFault.IsSeenAt<SamplesCheck>(Sample, 0, "run by a test", (Sample, PlantedFault.Project(Import)), Readme);

    [Fact]
    public void A_sample_on_the_command_line_is_seen() =>
        PlantedFault.IsSeenAt<SamplesCheck>(Sample, 3, "no library",
            (Sample, PlantedFault.Project(Import, PlantedFault.ReferenceTo("Oxbow.Cli"))), Readme, Tests);

    [Fact]
    public void A_sample_on_libraries_is_in_order() =>
        PlantedFault.IsAbsent<SamplesCheck>((Sample, PlantedFault.Project(Import, PlantedFault.ReferenceTo("Oxbow.Client"))), Readme, Tests);

    [Fact]
    public void A_sample_that_is_a_test_is_in_order() =>
        PlantedFault.IsAbsent<SamplesCheck>((Sample, PlantedFault.Project(Import.Replace("Tool", "Test"))), Readme);
}
