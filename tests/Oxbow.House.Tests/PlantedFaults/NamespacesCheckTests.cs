using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class NamespacesCheckTests
{
    private const string Path = "src/Oxbow.Core/Log/Order.cs";
    private static readonly (string, string) Core = ("src/Oxbow.Core/Oxbow.Core.csproj", PlantedFault.Project());

    [Theory]
    [InlineData("namespace Oxbow.Core;")]
    [InlineData("namespace Oxbow.Core.State { }")]
    public void A_namespace_that_is_not_the_folder_is_seen(string declaration) =>
        PlantedFault.IsSeenAt<NamespacesCheck>(Path, 2, "Oxbow.Core.Log", Core, (Path, $"using System;\n{declaration}\n"));

    [Fact]
    public void The_folder_is_the_namespace() =>
        PlantedFault.IsAbsent<NamespacesCheck>(Core, (Path, "namespace Oxbow.Core.Log;\nclass Order;\n"));
}
