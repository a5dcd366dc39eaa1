using Oxbow.House.Tests.Checks;

namespace Oxbow.House.Tests.PlantedFaults;

public sealed class FileLengthCheckTests
{
    private const string Path = "src/Oxbow.Core/Log/Order.cs";

    [Fact]
    public void The_501st_line_is_seen() =>
        PlantedFault.IsSeenAt<FileLengthCheck>(Path, 0, "501 lines", (Path, LinesOf(501)));

    [Fact]
    public void Five_hundred_lines_are_in_order() => PlantedFault.IsAbsent<FileLengthCheck>((Path, LinesOf(500)));

    private static string LinesOf(int count) => string.Concat(Enumerable.Repeat("// a line\n", count));
}
