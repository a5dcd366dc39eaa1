using System.CommandLine;
using Oxbow.Cli.Output;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow list</c>: shows the documents of a collection.</summary>
internal static class ListVerb
{
    public static Command Create()
    {
        var collection = new Argument<string>("COLLECTION") { Description = "The collection." };
        var prefix = new Option<string>("--prefix") { Description = "Only keys that begin so.", HelpName = "TEXT" };
        var committed = new Option<bool>("--committed") { Description = "See committed writes alone." };
        var verb = new Command("list", "Show the documents of a collection:  oxbow list songs --prefix y");
        var node = new NodeArguments().AddTo(verb);
        verb.Arguments.Add(collection);
        verb.Options.Add(prefix);
        verb.Options.Add(committed);
        return verb.Does(async (arguments, cancellation) =>
        {
            var view = arguments.GetValue(committed) ? ReadView.Committed : ReadView.Latest;
            var documents = await ReadAsync(
                node.Client(arguments), arguments.GetValue(collection)!, arguments.GetValue(prefix), view, cancellation);
            Table.Write(["key", "value", "state"], documents.Select(Row));
            return ExitCode.Ok;
        });
    }

    private static string[] Row(ScannedDocument document) =>
        [document.Key, document.Value.GetRawText(), document.State is WriteState.Committed ? "committed" : "tentative"];

    private static async Task<List<ScannedDocument>> ReadAsync(
        OxbowClient client, string collection, string? prefix, ReadView view, CancellationToken cancellation)
    {
        var documents = new List<ScannedDocument>();
        string? after = null;
        do
        {
            var range = new ScanRange { Prefix = prefix, After = after };
            var page = await client.ScanAsync(collection, range, view, session: null, cancellation);
            documents.AddRange(page.Documents);
            after = page.Next;
        }
        while (after is not null);
        return documents;
    }
}
