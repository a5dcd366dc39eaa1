using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class MethodLengthCheckTests
{
    private const string Path = "src/Oxbow.Core/Log/Order.cs";

    [Theory]
    [InlineData("void Sort()")]
    [InlineData("Order()")]
    [InlineData("public static Order operator +(Order a, Order b)")]
    public void The_71st_line_is_seen(string head) =>
        PlantedFault.IsSeenAt<MethodLengthCheck>(Path, 4, "71 lines", (Path, Class(head, 71)));

    [Fact]
    public void A_long_getter_is_seen() =>
        PlantedFault.IsSeenAt<MethodLengthCheck>(Path, 6, "71 lines", (Path, Class("int Count\n{\nget", 71) + "}"));

    [Fact]
    public void A_long_program_is_seen() =>
        PlantedFault.IsSeenAt<MethodLengthCheck>("Program.cs", 2, "71 lines",
            ("Program.cs", "using System;\n" + string.Concat(Enumerable.Repeat("Run();\n", 71))));

    [Fact]
    public void Seventy_lines_are_in_order() => PlantedFault.IsAbsent<MethodLengthCheck>((Path, Class("void Sort()", 70)));

    /// <summary>A class whose only method starts on line 4, below its attribute.</summary>
    private static string Class(string head, int lines) =>
        $"class Order\n{{\n[Obsolete]\n{head}\n{{\n{string.Concat(Enumerable.Repeat("Step();\n", lines - 3))}}}\n}}\n";
}
