using System.CommandLine;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow delete</c>: removes one document.</summary>
internal static class DeleteVerb
{
    public static Command Create()
    {
        var verb = new Command("delete", "Remove a document:  oxbow delete songs yellow");
        var node = new NodeArguments().AddTo(verb);
        var document = new DocumentArguments().AddTo(verb);
        return verb.Does(async (arguments, cancellation) => WriteReport.Print(await node.Client(arguments).DeleteAsync(
            document.Collection(arguments), document.Key(arguments), session: null, cancellation)));
    }
}
