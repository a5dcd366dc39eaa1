using Oxbow.Cli.Lab.Links;

namespace Oxbow.Cli.Lab.Playlist;

/// <summary>Executes the commands of a script, strictly one after another, against a cluster.</summary>
internal sealed class PlaylistController
{
    private readonly ILabCluster _cluster;
    private readonly TextWriter _output;
    private readonly LabReport _report;
    private readonly LinkTable _links = new();
    private readonly ServerNames _names = new();
    private readonly SortedDictionary<LabId, ILabServer> _servers = [];
    private readonly Dictionary<LabId, ClientSeat> _clients = [];
    private readonly Stabilizer _stabilizer;
    private readonly Retirement _retirement;
    private bool _isPaused;

    public PlaylistController(ILabCluster cluster, TextWriter output, LabReport report, LabLimits limits)
    {
        _cluster = cluster;
        _output = output;
        _report = report;
        _stabilizer = new Stabilizer(_links, limits, report);
        _retirement = new Retirement(_links, limits, report);
    }

    /// <summary>Executes one line. On return its effect and its output are complete.</summary>
    /// <exception cref="LabFailureException">A process ended or does not answer.</exception>
    public async Task ExecuteLineAsync(string line, CancellationToken cancellation)
    {
        if (PlaylistParser.Parse(line) is not { } command)
        {
            return;
        }

        _report.Trace(line);
        await ExecuteAsync(command, cancellation);
        await _output.FlushAsync(cancellation);
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
        if (!_servers.ContainsKey(id) && !_clients.ContainsKey(id))
        {
            var server = await _cluster.StartServerAsync(_names.Next(id), [.. _servers.Values], _isPaused, cancellation);
            _servers.Add(id, server);
        }
    }

    private async Task RetireServerAsync(LabId id, CancellationToken cancellation)
    {
        if (!_servers.TryGetValue(id, out var server))
        {
            return;
        }

        var others = _servers.Values.Where(other => other != server).ToList();
        if (await _retirement.RunAsync(server, others, cancellation))
        {
            _servers.Remove(id);
            foreach (var seat in _clients.Values.Where(seat => seat.At == server))
            {
                seat.At = null;
            }
        }
    }

    private Task JoinClient(LabId clientId, LabId serverId)
    {
        if (!_servers.TryGetValue(serverId, out var server) || _servers.ContainsKey(clientId))
        {
            return Task.CompletedTask;
        }

        if (!_clients.TryGetValue(clientId, out var seat))
        {
            seat = new ClientSeat(_cluster.StartClient($"c{clientId}"));
            _clients.Add(clientId, seat);
        }

        seat.At = server;
        return Task.CompletedTask;
    }

    private async Task BreakConnectionAsync(LabId first, LabId second, CancellationToken cancellation)
    {
        if (ServerPair(first, second) is var (one, other))
        {
            if (_links.Break(one, other))
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
            if (_links.Restore(one, other))
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

    private async Task SetPausedAsync(bool isPaused, CancellationToken cancellation)
    {
        if (_isPaused != isPaused)
        {
            _isPaused = isPaused;
            await Task.WhenAll(_servers.Values.Select(server =>
                isPaused ? server.PauseAsync(cancellation) : server.ResumeAsync(cancellation)));
        }
    }

    private Task StabilizeAsync(CancellationToken cancellation) =>
        _isPaused ? Task.CompletedTask : _stabilizer.RunAsync(_servers.Values, cancellation);

    private async Task WriteAsync(LabId clientId, LabRequest request, CancellationToken cancellation)
    {
        if (await AskAsync(clientId, request, cancellation) is { Kind: not LabAnswerKind.Done } answer)
        {
            _report.Trace($"dropped: {answer.Kind} {answer.Text}");
        }
    }

    private async Task GetAsync(LabId clientId, string song, CancellationToken cancellation)
    {
        if (await AskAsync(clientId, new(LabOperation.Get, song), cancellation) is { } answer)
        {
            _output.WriteLine($"{song}:{Answered(answer)}");
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
        if (!_clients.TryGetValue(clientId, out var seat) || seat.At is not { } server)
        {
            return null;
        }

        var answer = await seat.Client.AskAsync(server, request, cancellation);
        if (answer.Kind is LabAnswerKind.Failed)
        {
            throw new LabFailureException($"client {clientId} at {server.Name}: {answer.Text}");
        }

        if (answer.Kind is LabAnswerKind.Rejected)
        {
            _report.Warn($"{request.Operation} of client {clientId} dropped by {server.Name}: {answer.Text}");
        }

        return answer;
    }

    private async Task PrintLogAsync(LabId id, CancellationToken cancellation)
    {
        if (_servers.TryGetValue(id, out var server))
        {
            await foreach (var line in server.LogAsync(cancellation))
            {
                var stable = line.IsCommitted ? "TRUE" : "FALSE";
                _output.WriteLine(line.Url is { } url ? $"PUT:({line.Song}, {url}):{stable}" : $"DELETE:({line.Song}):{stable}");
            }
        }
    }

    private (ILabServer One, ILabServer Other)? ServerPair(LabId first, LabId second) =>
        first != second && _servers.TryGetValue(first, out var one) && _servers.TryGetValue(second, out var other)
            ? (one, other)
            : null;

    private (ClientSeat Seat, ILabServer Server)? SeatAndServer(LabId first, LabId second)
    {
        if (_clients.TryGetValue(first, out var seat) && _servers.TryGetValue(second, out var server))
        {
            return (seat, server);
        }

        return _servers.TryGetValue(first, out server) && _clients.TryGetValue(second, out seat) ? (seat, server) : null;
    }
}
