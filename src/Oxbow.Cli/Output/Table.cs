using Spectre.Console;
using SpectreTable = Spectre.Console.Table;

namespace Oxbow.Cli.Output;

/// <summary>Rows for a person at a terminal, or one line each, parted by tabs, for another program.</summary>
internal static class Table
{
    public static void Write(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Console.IsOutputRedirected)
        {
            WriteLines(rows);
        }
        else
        {
            WriteTable(headings, rows);
        }
    }

    private static void WriteLines(IEnumerable<IReadOnlyList<string>> rows)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput());
        foreach (var row in rows)
        {
            output.WriteLine(string.Join('\t', row));
        }
    }

    // Apart from the method above, so that the table's library is loaded for people alone.
    private static void WriteTable(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new SpectreTable().Border(TableBorder.Rounded);
        foreach (var heading in headings)
        {
            table.AddColumn(Markup.Escape(heading));
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }
}
