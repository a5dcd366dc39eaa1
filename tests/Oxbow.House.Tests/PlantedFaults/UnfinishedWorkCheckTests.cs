using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class UnfinishedWorkCheckTests
{
    private const string Path = "src/Oxbow.Core/Log/Order.cs";

    [Theory]
    [InlineData("// TO" + "DO: later")]
    [InlineData("// FIX" + "ME")]
    [InlineData("/* HA" + "CK */")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    public void Work_left_behind_is_seen(string line) =>
        PlantedFault.IsSeenAt<UnfinishedWorkCheck>(Path, 2, "left behind", (Path, $"class Order {{\n{line}\n}}\n"));

    [Fact]
    public void Other_words_are_in_order() => PlantedFault.IsAbsent<UnfinishedWorkCheck>((Path, "// HACKNEY and mastodons\n"));
}
