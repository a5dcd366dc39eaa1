using System.CommandLine;
using Movies.Serving;
using Oxbow.Client;

namespace Movies.Commands;

/// <summary>What is about replicas: <c>serve</c> and <c>status</c>.</summary>
internal sealed class NodeCommands(Seat seat)
{
    public IEnumerable<Command> Create() => [Serve(), Status()];

    private static Command Serve()
    {
        var data = new Option<string?>("--data") { Description = "Where the replicas keep their data. Default: in memory.", HelpName = "FOLDER" };
        var port = new Option<int>("--port") { Description = "The first of six ports; 0 for any free ones.", HelpName = "PORT", DefaultValueFactory = _ => 4800 };
        return new Command("serve", "Run three replicas until interrupted:  movies serve") { data, port }.Does(async (arguments, cancellation) =>
        {
            await using var replicas = await Replicas.StartAsync(arguments.GetValue(data), arguments.GetValue(port), cancellation);
            foreach (var replica in replicas.All)
            {
                Console.WriteLine($"{replica.Node.Name}\t{replica.ClientAddress.GetLeftPart(UriPartial.Authority)}");
            }

            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
    }

    private Command Status()
    {
        var node = new Argument<string>("NODE") { Description = "The node's name." };
        var state = new Argument<string>("STATE") { Description = "active, overloaded, offline, or auto for what its load makes it." };
        state.AcceptOnlyFromAmong("active", "overloaded", "offline", "auto");
        var set = new Command("set", "Set how a node stands:  movies status set oslo offline") { node, state }.Does(async (arguments, cancellation) =>
        {
            var nodes = await NodesAsync(arguments, cancellation);
            var found = nodes.FirstOrDefault(known => known.Name == arguments.GetValue(node))
                ?? throw new UserException($"there is no such node; there are {string.Join(", ", nodes.Select(known => known.Name))}.");
            await new OxbowAdmin(new Uri(found.Address)).SetStateAsync(arguments.GetValue(state)!, cancellation);
        });
        return new Command("status", "Show how the nodes stand:  movies status") { set }.Does(async (arguments, cancellation) =>
        {
            foreach (var known in await NodesAsync(arguments, cancellation))
            {
                var status = await new OxbowAdmin(new Uri(known.Address)).StatusAsync(cancellation);
                var replica = status.Databases[0];
                Console.WriteLine($"{status.Name}\t{status.State}\t{replica.CommitNumber} committed\t{replica.Tentative} tentative{(replica.Primary ? "\tprimary" : "")}");
            }
        });
    }

    /// <summary>Any node, and so the gateway, knows where all of them are.</summary>
    private async Task<IReadOnlyList<NodeAddress>> NodesAsync(ParseResult arguments, CancellationToken cancellation) =>
        [.. (await new OxbowAdmin(seat.As(arguments).Gateway).StateAsync(cancellation)).Nodes.OrderBy(node => node.Name, StringComparer.Ordinal)];
}
