using Oxbow.Cli.Lab.Links;
using Oxbow.Cli.Lab.Scripts;

namespace Oxbow.Cli.Lab.KeyValue;

/// <summary>Executes the commands of a script in the kv dialect, strictly one after another, against a cluster.</summary>
internal sealed class KeyValueController(ILabCluster cluster, TextWriter output, LabReport report, LabLimits limits) : IScriptController
{
    private readonly LinkTable links = new();
    private readonly ServerNames names = new();
    private readonly SortedDictionary<LabId, ILabServer> servers = [];
    private readonly List<ILabServer> oldestFirst = [];
    private readonly Dictionary<LabId, KeyValueSeat> clients = [];

    public async Task<bool> ExecuteLineAsync(string line, CancellationToken cancellation)
    {
        if (KeyValueParser.Parse(line) is not { } command)
        {
            return false;
        }

        report.Trace(line);
        await ExecuteAsync(command, cancellation);
        await output.FlushAsync(cancellation);
        return true;
    }

    private Task ExecuteAsync(KeyValueCommand command, CancellationToken cancellation) => command switch
    {
        KeyValueCommand.JoinServer join => JoinServerAsync(join.Server, cancellation),
        KeyValueCommand.KillServer kill => KillServerAsync(kill.Server, cancellation),
        KeyValueCommand.JoinClient join => JoinClient(join.Client, join.Server),
        KeyValueCommand.BreakConnection cut => BreakConnectionAsync(cut.First, cut.Second, cancellation),
        KeyValueCommand.CreateConnection mend => CreateConnectionAsync(mend.First, mend.Second, cancellation),
        KeyValueCommand.Stabilize => new Stabilizer(links, limits, report).RunAsync(servers.Values, cancellation),
        KeyValueCommand.PrintStore print => PrintStoreAsync(print.Server, cancellation),
        KeyValueCommand.Put put => PutAsync(put.Client, put.Key, put.Value, cancellation),
        KeyValueCommand.Get get => GetAsync(get.Client, get.Key, cancellation),
        _ => throw new InvalidOperationException($"No handler for {command}."),
    };

    /// <summary>The oldest server is asked to let the new one in, so that ids, which name their creators, stay short.</summary>
    private async Task JoinServerAsync(LabId id, CancellationToken cancellation)
    {
        if (!servers.ContainsKey(id) && !clients.ContainsKey(id))
        {
            var server = await cluster.StartServerAsync(names.Next(id), oldestFirst, isPaused: false, cancellation);
            servers.Add(id, server);
            oldestFirst.Add(server);
        }
    }

    /// <summary>The links of the killed server are broken for good, so that nobody tries to reach it any more.</summary>
    private async Task KillServerAsync(LabId id, CancellationToken cancellation)
    {
        if (!servers.Remove(id, out var killed))
        {
            return;
        }

        oldestFirst.Remove(killed);
        foreach (var seat in clients.Values)
        {
            seat.Servers.Remove(id);
        }

        await killed.KillAsync();
        await Task.WhenAll(oldestFirst
            .Where(survivor => links.Break(survivor, killed))
            .Select(survivor => survivor.SetLinkAsync(killed, isBlocked: true, cancellation)));
    }

    private Task JoinClient(LabId clientId, LabId serverId)
    {
        if (servers.ContainsKey(serverId) && !servers.ContainsKey(clientId))
        {
            if (!clients.TryGetValue(clientId, out var seat))
            {
                seat = new KeyValueSeat(cluster.StartClient($"c{clientId}"));
                clients.Add(clientId, seat);
            }

            seat.Servers.Add(serverId);
        }

        return Task.CompletedTask;
    }

    private async Task BreakConnectionAsync(LabId first, LabId second, CancellationToken cancellation)
    {
        if (ServerPair(first, second) is var (one, other))
        {
            if (links.Break(one, other))
            {
                await SetLinkAsync(one, other, isBlocked: true, cancellation);
            }
        }
        else if (SeatAndServer(first, second) is var (seat, server))
        {
            seat.Servers.Remove(server);
        }
    }

    private async Task CreateConnectionAsync(LabId first, LabId second, CancellationToken cancellation)
    {
        if (ServerPair(first, second) is var (one, other))
        {
            if (links.Restore(one, other))
            {
                await SetLinkAsync(one, other, isBlocked: false, cancellation);
            }
        }
        else if (SeatAndServer(first, second) is var (seat, server))
        {
            seat.Servers.Add(server);
        }
    }

    private static Task SetLinkAsync(ILabServer one, ILabServer other, bool isBlocked, CancellationToken cancellation) =>
        Task.WhenAll(
            one.SetLinkAsync(other, isBlocked, cancellation),
            other.SetLinkAsync(one, isBlocked, cancellation));

    private async Task PrintStoreAsync(LabId id, CancellationToken cancellation)
    {
        if (servers.TryGetValue(id, out var server))
        {
            await foreach (var document in server.StoreAsync(cancellation))
            {
                output.WriteLine($"{document.Key}:{document.Value}");
            }
        }
    }

    private async Task PutAsync(LabId clientId, string key, string value, CancellationToken cancellation)
    {
        if (await AskAsync(clientId, new(LabOperation.Put, key, value), cancellation) is { Kind: LabAnswerKind.Refused } answer)
        {
            throw new LabFailureException($"The put of {key} by client {clientId} was refused, which no guarantee asks for: {answer.Text}");
        }
    }

    private async Task GetAsync(LabId clientId, string key, CancellationToken cancellation)
    {
        if (await AskAsync(clientId, new(LabOperation.Get, key), cancellation) is { } answer)
        {
            output.WriteLine($"{key}:{Answered(answer)}");
        }
    }

    // A key that no server takes cannot be there.
    private static string Answered(LabAnswer answer) => answer.Kind switch
    {
        LabAnswerKind.Value => answer.Text,
        LabAnswerKind.Refused => "ERR_DEP",
        _ => "ERR_KEY",
    };

    private async Task<LabAnswer?> AskAsync(LabId clientId, LabRequest request, CancellationToken cancellation)
    {
        if (!clients.TryGetValue(clientId, out var seat) || seat.Servers.Count is 0)
        {
            return null;
        }

        var server = servers[seat.Servers.Min];
        var answer = await seat.Client.AskAsync(server, request, cancellation);
        if (answer.Kind is LabAnswerKind.Rejected)
        {
            report.Warn($"{request.Operation} of client {clientId} dropped by {server.Name}: {answer.Text}");
        }

        return answer;
    }

    private (ILabServer One, ILabServer Other)? ServerPair(LabId first, LabId second) =>
        first != second && servers.TryGetValue(first, out var one) && servers.TryGetValue(second, out var other)
            ? (one, other)
            : null;

    private (KeyValueSeat Seat, LabId Server)? SeatAndServer(LabId first, LabId second)
    {
        if (clients.TryGetValue(first, out var seat) && servers.ContainsKey(second))
        {
            return (seat, second);
        }

        return servers.ContainsKey(first) && clients.TryGetValue(second, out seat) ? (seat, first) : null;
    }
}
