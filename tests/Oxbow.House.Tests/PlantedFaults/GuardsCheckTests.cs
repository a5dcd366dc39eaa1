using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class GuardsCheckTests
{
    private const string Core = "src/Oxbow.Core/Oxbow.Core.csproj";

    private const string AllOn = """
        <Project><PropertyGroup>
        <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
        <EnableNETAnalyzers>true</EnableNETAnalyzers>
        <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
        <DisableTransitiveProjectReferences>true</DisableTransitiveProjectReferences>
        </PropertyGroup></Project>
        """;

    private const string PureImport = "<Import Project=\"$(RepositoryRoot)eng/PureLibrary.props\" />";

    [Fact]
    public void A_missing_switch_is_seen() =>
        PlantedFault.IsSeenAt<GuardsCheck>("Directory.Build.props", 0, "TreatWarningsAsErrors",
            ("Directory.Build.props", AllOn.Replace("TreatWarningsAsErrors", "TreatWarningsAsHints")));

    [Fact]
    public void A_switch_turned_off_in_a_project_is_seen() =>
        PlantedFault.IsSeenAt<GuardsCheck>(Core, 3, "TreatWarningsAsErrors must stay true",
            ("Directory.Build.props", AllOn),
            (Core, PlantedFault.Project(PureImport, "<TreatWarningsAsErrors>false</TreatWarningsAsErrors>")));

    [Fact]
    public void Core_without_its_bans_is_seen() =>
        PlantedFault.IsSeenAt<GuardsCheck>(Core, 0, "eng/PureLibrary.props",
            (Core, PlantedFault.Project(PureImport.Replace("PureLibrary", "Library"))));

    [Fact]
    public void A_lifted_ban_is_seen() =>
        PlantedFault.IsSeenAt<GuardsCheck>("src/Oxbow.Core/Log/Order.cs", 2, "stays banned",
            ("src/Oxbow.Core/Log/Order.cs", "class Order {\n#pragma warning disable RS0030\n}\n"));

    [Fact]
    public void All_guards_on_is_in_order() =>
        PlantedFault.IsAbsent<GuardsCheck>(("Directory.Build.props", AllOn), (Core, PlantedFault.Project(PureImport)));
}
