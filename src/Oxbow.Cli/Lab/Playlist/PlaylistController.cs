using Oxbow.Cli.Lab.Links;
using Oxbow.Cli.Lab.Scripts;

namespace Oxbow.Cli.Lab.Playlist;

/// <summary>Executes the commands of a script, strictly one after another, against a cluster.</summary>
internal sealed class PlaylistController : IScriptController
{
    private readonly ILabCluster cluster;
    private readonly TextWriter output;
    private readonly LabReport report;
    private readonly LinkTable links = new();
    private readonly ServerNames names = new();
    private readonly SortedDictionary<LabId, ILabServer> servers = [];
    private readonly Dictionary<LabId, ClientSeat> clients = [];
    private readonly Stabilizer stabilizer;
    private readonly Retirement retirement;
    private bool isPaused;

    public PlaylistController(ILabCluster cluster, TextWriter output, LabReport report, LabLimits limits)
    {
        this.cluster = cluster;
        this.output = output;
        this.report = report;
        stabilizer = new Stabilizer(links, limits, report);
        retirement = new Retirement(links, limits, report);
    }

    public async Task<bool> ExecuteLineAsync(string line, CancellationToken cancellation)
    {
        if (PlaylistParser.Parse(line) is not { } command)
        {
            return false;
        }

        report.Trace(line);
        await ExecuteAsync(command, cancellation);
        await output.FlushAsync(cancellation);
        return true;
    }

    private Task ExecuteAsync(PlaylistCommand command, CancellationToken cancellation) => command switch
    {
        PlaylistCommand.JoinServer join => JoinServerAsync(join.Server, cancellation),
        PlaylistCommand.RetireServer retire => RetireServerAsync(retire.Server, cancellation),
        PlaylistCommand.JoinClient join => JoinClient(join.Client, join.Server),
        PlaylistCommand.BreakConnection cut => BreakConnectionAsync(cut.First, cut.Second, cancellation),
        PlaylistCommand.RestoreConnection mend => RestoreConnectionAsync(mend.First, mend.Second, cancellation),
        PlaylistCommand.Pause => SetPausedAsync(true, cancellation),
        PlaylistCommand.Start => SetPausedAsync(false, cancellation),
        PlaylistCommand.Stabilize => StabilizeAsync(cancellation),
        PlaylistCommand.Put put => WriteAsync(put.Client, new(LabOperation.Put, put.Song, put.Url), cancellation),
        PlaylistCommand.Delete delete => WriteAsync(delete.Client, new(LabOperation.Delete, delete.Song), cancellation),
        PlaylistCommand.Get get => GetAsync(get.Client, get.Song, cancellation),
        PlaylistCommand.PrintLog print => PrintLogAsync(print.Server, cancellation),
        _ => throw new InvalidOperationException($"No handler for {command}."),
    };

    private async Task JoinServerAsync(LabId id, CancellationToken cancellation)
    {
        if (!servers.ContainsKey(id) && !clients.ContainsKey(id))
        {
            var server = await cluster.StartServerAsync(names.Next(id), [.. servers.Values], isPaused, cancellation);
            servers.Add(id, server);
        }
    }

    private async Task RetireServerAsync(LabId id, CancellationToken cancellation)
    {
        if (!servers.TryGetValue(id, out var server))
        {
            return;
        }

        var others = servers.Values.Where(other => other != server).ToList();
        if (await retirement.RunAsync(server, others, cancellation))
        {
            servers.Remove(id);
            foreach (var seat in clients.Values.Where(seat => seat.At == server))
            {
                seat.At = null;
            }
        }
    }

    private Task JoinClient(LabId clientId, LabId serverId)
    {
        if (!servers.TryGetValue(serverId, out var server) || servers.ContainsKey(clientId))
        {
            return Task.CompletedTask;
        }

        if (!clients.TryGetValue(clientId, out var seat))
        {
            seat = new ClientSeat(cluster.StartClient($"c{clientId}"));
            clients.Add(clientId, seat);
        }

        seat.At = server;
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
        else if (SeatAndServer(first, second) is var (seat, server) && seat.At == server)
        {
            seat.At = null;
        }
    }

    private async Task RestoreConnectionAsync(LabId first, LabId second, CancellationToken cancellation)
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
            seat.At = server;
        }
    }

    private static Task SetLinkAsync(ILabServer one, ILabServer other, bool isBlocked, CancellationToken cancellation) =>
        Task.WhenAll(
            one.SetLinkAsync(other, isBlocked, cancellation),
            other.SetLinkAsync(one, isBlocked, cancellation));

    private async Task SetPausedAsync(bool pause, CancellationToken cancellation)
    {
        if (isPaused != pause)
        {
            isPaused = pause;
            await Task.WhenAll(servers.Values.Select(server =>
                pause ? server.PauseAsync(cancellation) : server.ResumeAsync(cancellation)));
        }
    }

    private Task StabilizeAsync(CancellationToken cancellation) =>
        isPaused ? Task.CompletedTask : stabilizer.RunAsync(servers.Values, cancellation);

    private async Task WriteAsync(LabId clientId, LabRequest request, CancellationToken cancellation)
    {
        if (await AskAsync(clientId, request, cancellation) is { Kind: not LabAnswerKind.Done } answer)
        {
            report.Trace($"dropped: {answer.Kind} {answer.Text}");
        }
    }

    private async Task GetAsync(LabId clientId, string song, CancellationToken cancellation)
    {
        if (await AskAsync(clientId, new(LabOperation.Get, song), cancellation) is { } answer)
        {
            output.WriteLine($"{song}:{Answered(answer)}");
        }
    }

    // A song whose name no server takes cannot be there.
    private static string Answered(LabAnswer answer) => answer.Kind switch
    {
        LabAnswerKind.Value => answer.Text,
        LabAnswerKind.Refused => "ERR_DEP",
        _ => "ERR_KEY",
    };

    private async Task<LabAnswer?> AskAsync(LabId clientId, LabRequest request, CancellationToken cancellation)
    {
        if (!clients.TryGetValue(clientId, out var seat) || seat.At is not { } server)
        {
            return null;
        }

        var answer = await seat.Client.AskAsync(server, request, cancellation);
        if (answer.Kind is LabAnswerKind.Rejected)
        {
            report.Warn($"{request.Operation} of client {clientId} dropped by {server.Name}: {answer.Text}");
        }

        return answer;
    }

    private async Task PrintLogAsync(LabId id, CancellationToken cancellation)
    {
        if (servers.TryGetValue(id, out var server))
        {
            await foreach (var line in server.LogAsync(cancellation))
            {
                var stable = line.IsCommitted ? "TRUE" : "FALSE";
                output.WriteLine(line.Url is { } url ? $"PUT:({line.Song}, {url}):{stable}" : $"DELETE:({line.Song}):{stable}");
            }
        }
    }

    private (ILabServer One, ILabServer Other)? ServerPair(LabId first, LabId second) =>
        first != second && servers.TryGetValue(first, out var one) && servers.TryGetValue(second, out var other)
            ? (one, other)
            : null;

    private (ClientSeat Seat, ILabServer Server)? SeatAndServer(LabId first, LabId second)
    {
        if (clients.TryGetValue(first, out var seat) && servers.TryGetValue(second, out var server))
        {
            return (seat, server);
        }

        return servers.TryGetValue(first, out server) && clients.TryGetValue(second, out seat) ? (seat, server) : null;
    }
}
