using System.CommandLine;
using System.Globalization;
using Oxbow.Cli.Output;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow log</c>: shows the write log of a replica.</summary>
internal static class LogVerb
{
    public static Command Create()
    {
        var verb = new Command("log", "Show a replica's log, committed writes before tentative ones:  oxbow log");
        var node = new NodeArguments().AddTo(verb);
        return verb.Does(async (arguments, cancellation) =>
        {
            var rows = new List<string[]>();
            await foreach (var entry in node.Client(arguments).LogAsync(cancellation))
            {
                rows.Add(Row(entry));
            }

            Table.Write(["position", "state", "commit number", "kind", "outcome", "updates"], rows);
            return ExitCode.Ok;
        });
    }

    private static string[] Row(LogEntry entry) =>
    [
        entry.Position.ToString(CultureInfo.InvariantCulture),
        entry.State is WriteState.Committed ? "committed" : "tentative",
        entry.CommitNumber?.ToString(CultureInfo.InvariantCulture) ?? "-",
        entry.Kind,
        entry.Outcome ?? "-",
        string.Join("; ", (entry.Updates ?? []).Select(Describe)),
    ];

    private static string Describe(Update update) => update.IsDelete
        ? $"delete {update.Collection}/{update.Key}"
        : $"put {update.Collection}/{update.Key} {update.Put?.GetRawText()}";
}
