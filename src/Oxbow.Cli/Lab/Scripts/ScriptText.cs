using System.Text;

namespace Oxbow.Cli.Lab.Scripts;

/// <summary>
/// How the bytes of a script become text and back. Song names and URLs are printed back unchanged whatever their
/// encoding, so every byte is one character here; nobody interprets them.
/// </summary>
internal static class ScriptText
{
    private const string Utf8ByteOrderMark = "\u00EF\u00BB\u00BF";

    public static StreamReader Reader(Stream script) => new(script, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);

    public static StreamWriter Writer(Stream output) => new(output, Encoding.Latin1) { NewLine = "\n" };

    /// <summary>The lines of a script; a line ends at a line feed and nowhere else.</summary>
    public static IEnumerable<string> Lines(TextReader script)
    {
        var line = new StringBuilder();
        var isFirst = true;
        int next;
        while ((next = script.Read()) >= 0)
        {
            if (next is not '\n')
            {
                line.Append((char)next);
                continue;
            }

            yield return Complete(line, isFirst);
            line.Clear();
            isFirst = false;
        }

        if (line.Length > 0)
        {
            yield return Complete(line, isFirst);
        }
    }

    private static string Complete(StringBuilder line, bool isFirst)
    {
        var text = line.ToString();
        return isFirst && text.StartsWith(Utf8ByteOrderMark, StringComparison.Ordinal)
            ? text[Utf8ByteOrderMark.Length..]
            : text;
    }
}
