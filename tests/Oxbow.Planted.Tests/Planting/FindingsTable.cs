using System.Globalization;
using System.Text.RegularExpressions;

namespace Oxbow.Planted.Tests.Planting;

/// <summary>The table of planted bugs in the documentation.</summary>
internal static class FindingsTable
{
    private const string Header = "| planted bug | class | caught by | seeds |";

    private static readonly string Document = ProductSources.PathOf("docs/testing.md");

    /// <summary>The bugs that the table names.</summary>
    public static IEnumerable<string> ReadNames() => Rows(File.ReadAllLines(Document)).Select(row => row.Split('|')[1].Trim());

    /// <summary>Writes the table anew.</summary>
    public static void Write(IReadOnlyDictionary<PlantedBug, Finding> findings)
    {
        string[] lines = File.ReadAllLines(Document);
        int first = FirstRow(lines);
        File.WriteAllLines(Document, [.. lines[..first], .. findings.Select(Row), .. lines[(first + Rows(lines).Count())..]]);
    }

    private static string Row(KeyValuePair<PlantedBug, Finding> pair)
    {
        (PlantedBug bug, Finding finding) = pair;
        string caughtBy = finding.CaughtBy ?? $"not found: {bug.OutOfReach}";
        string seeds = finding.CaughtBy is null ? "" : finding.Seeds.ToString(CultureInfo.InvariantCulture);
        return $"| {bug.Name} | {TextOf(bug.Class)} | {caughtBy} | {seeds} |";
    }

    /// <summary>TwoPrimaries: two primaries.</summary>
    private static string TextOf(BugClass bugClass) =>
        Regex.Replace($"{bugClass}", "(?<=[a-z])[A-Z]", letter => " " + letter.Value).ToLowerInvariant();

    private static IEnumerable<string> Rows(string[] lines) =>
        lines.Skip(FirstRow(lines)).TakeWhile(line => line.StartsWith('|'));

    private static int FirstRow(string[] lines) => Array.IndexOf(lines, Header) + 2;
}
