using System.CommandLine;
using System.Text;
using Oxbow.Cli.Output;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow get</c>: reads one document.</summary>
internal static class GetVerb
{
    public static Command Create()
    {
        var committed = new Option<bool>("--committed") { Description = "See committed writes alone." };
        var verb = new Command("get", "Read a document:  oxbow get songs yellow");
        var node = new NodeArguments().AddTo(verb);
        var document = new DocumentArguments().AddTo(verb);
        verb.Options.Add(committed);
        return verb.Does(async (arguments, cancellation) =>
        {
            var view = arguments.GetValue(committed) ? ReadView.Committed : ReadView.Latest;
            var found = await node.Client(arguments).GetAsync(
                document.Collection(arguments), document.Key(arguments), view, session: null, cancellation);
            if (found is null)
            {
                Console.Error.WriteLine("oxbow get: there is no such document.");
                return ExitCode.Failure;
            }

            Console.WriteLine(Encoding.UTF8.GetString(found.Json.Span));
            return ExitCode.Ok;
        });
    }
}
