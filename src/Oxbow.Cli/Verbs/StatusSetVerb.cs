using System.CommandLine;
using Oxbow.Cli.Output;
using Oxbow.Client;

namespace Oxbow.Cli.Verbs;

/// <summary><c>oxbow status set</c>: sets the state of a node by hand.</summary>
internal static class StatusSetVerb
{
    private const string Text = """
        Set a node's state:  oxbow status set http://127.0.0.1:4800 offline

        offline     serves no clients and exchanges with no node, but keeps its data
        overloaded  serves; clients that can turn to another node do
        active      serves
        auto        active or overloaded as its load makes it (the rule at every start)
        """;

    public static Command Create()
    {
        var node = new Argument<string>("NODE-URL") { Description = "The node's client address." };
        var state = new Argument<string>("STATE") { Description = "overloaded, offline, active or auto." };
        state.AcceptOnlyFromAmong("overloaded", "offline", "active", "auto");
        var verb = new Command("set", Text) { node, state };
        return verb.Does(async (arguments, cancellation) =>
        {
            var address = NodeArguments.Address(arguments.GetValue(node)!);
            await new OxbowAdmin(address).SetStateAsync(arguments.GetValue(state)!, cancellation);
            return ExitCode.Ok;
        });
    }
}
