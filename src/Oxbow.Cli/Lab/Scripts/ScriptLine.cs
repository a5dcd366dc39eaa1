namespace Oxbow.Cli.Lab.Scripts;

/// <summary>How a line of a script falls into words.</summary>
internal static class ScriptLine
{
    private static readonly char[] Blanks = [' ', '\t'];

    // Named one by one: the white space of Unicode holds values that are parts of characters in a script's bytes.
    private static readonly char[] WhiteSpace = [' ', '\t', '\r', '\n', '\v', '\f'];

    public static string[] Words(string line) => line.Trim(WhiteSpace).Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads two ids; null when one of them is none.</summary>
    public static (LabId First, LabId Second)? Pair(string one, string other) =>
        LabId.Parse(one) is { } first && LabId.Parse(other) is { } second ? (first, second) : null;
}
