using Oxbow.Cli.Lab.Scripts;

namespace Oxbow.Cli.Tests;

public sealed class ScriptTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\nb", "a\r|b")]
    [InlineData("a\rb\n", "a\rb")]
    [InlineData("\n\na", "||a")]
    public void A_line_ends_at_a_line_feed_alone(string script, string lines) =>
        Assert.Equal(lines, string.Join('|', ScriptText.Lines(new StringReader(script))));

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_line()
    {
        using var script = ScriptText.Reader(new MemoryStream([0xEF, 0xBB, 0xBF, (byte)'a', (byte)'\n', 0xE9]));
        Assert.Equal(["a", "\u00E9"], ScriptText.Lines(script));
    }

    [Fact]
    public void Every_byte_comes_back_as_it_was()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        using var reader = ScriptText.Reader(new MemoryStream(bytes));
        using var output = new MemoryStream();
        using (var writer = ScriptText.Writer(output))
        {
            writer.Write(reader.ReadToEnd());
        }

        Assert.Equal(bytes, output.ToArray());
    }
}
