using System.CommandLine;
using Oxbow.Cli.Output;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow retire</c>: takes a node out of service for ever.</summary>
internal static class RetireVerb
{
    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "The peer to hand everything to. Default: the node chooses.", HelpName = "PEER" };
        var verb = new Command("retire", "Hand all that a node has to a peer and end it for ever:  oxbow retire --to oslo");
        var node = new NodeArguments().AddTo(verb, withDatabase: false);
        verb.Options.Add(to);
        return verb.Does(async (arguments, cancellation) =>
        {
            var told = await node.Admin(arguments).RetireAsync(arguments.GetValue(to), cancellation);
            Console.WriteLine($"retired; {told} has everything");
            return ExitCode.Ok;
        });
    }
}
