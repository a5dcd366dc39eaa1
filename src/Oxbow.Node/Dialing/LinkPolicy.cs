using Microsoft.Extensions.Logging;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Errors;
using Oxbow.Node.Links;
using Oxbow.Node.Peers;
using Oxbow.Node.Telemetry;

namespace Oxbow.Node.Dialing;

/// <summary>
/// When and with whom to exchange: keeps a few live links, and now and then exchanges with a random peer that
/// has none, so that news spreads in any connected group. Also goes on asking for a new id for a replica in
/// quarantine, and handing over for one that has accepted its retirement. Correctness depends on nothing here.
/// </summary>
internal sealed class LinkPolicy(
    DatabaseHost database,
    PeerTable peers,
    LinkAdmission gate,
    Dialer dialer,
    LinkPolicyOptions options,
    TimeProvider time,
    ILogger logger)
{
    private readonly Dictionary<string, DialInProgress> underWay = [];
    private readonly PeerFailures failures = new(options.UnreachablePause, time);
    private readonly Random random = new();
    private long? lastExchange;

    /// <summary>
    /// What is being tried with a peer; the task gives false when the peer is to be left alone for a while.
    /// </summary>
    private readonly record struct DialInProgress(LinkPurpose Purpose, long Since, Task<bool> Work);

    /// <summary>
    /// Reviews the links again and again until cancelled, or until the database has stopped. Never fails.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(options.ReviewPeriod, time);
        try
        {
            do
            {
                Review(cancellation);
            }
            while (!database.Stopped.IsCompleted
                && await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The node is stopping.
        }

        await Task.WhenAll(underWay.Values.Select(dial => dial.Work)).ConfigureAwait(false);
    }

    private void Review(CancellationToken cancellation)
    {
        Settle();
        switch (database.Standing)
        {
            case Standing.Retired:
                return;
            case Standing.Retiring
                when database.Connections.All(connection => connection.Purpose != LinkPurpose.RetirementHandover):
                BeginOnce(LinkPurpose.RetirementHandover, cancellation);
                break;
            case Standing.Quarantined:
                BeginOnce(LinkPurpose.Join, cancellation);
                break;
        }

        if (gate.IsPaused)
        {
            return;
        }

        if (options.DirectMail)
        {
            BeginMail(cancellation);
        }

        HashSet<string> linked = PeersWith(connection => connection.Traits.IsAcknowledged);
        Queue<string> candidates = new(Candidates().Where(peer => !linked.Contains(peer)));
        for (int room = RoomForLive(); room > 0 && candidates.Count > 0; room--)
        {
            Begin(candidates, LinkPurpose.Live, cancellation);
        }

        if (candidates.Count > 0 && IsTimeToExchange())
        {
            lastExchange = time.GetTimestamp();
            Begin(candidates, LinkPurpose.Exchange, cancellation);
        }
    }

    /// <summary>
    /// How many more live links to dial. A dial that nobody answers for a while stands in nobody's way, so that silent
    /// peers do not keep a node from the others; but there are never more than twice as many as are to be.
    /// </summary>
    private int RoomForLive()
    {
        int established = database.Connections.Count(
            connection => connection is { Traits.CountsAsLiveLink: true, IsDialer: true });
        DialInProgress[] dials = [.. underWay.Values.Where(dial => dial.Purpose == LinkPurpose.Live)];
        int fresh = dials.Count(dial => time.GetElapsedTime(dial.Since) < options.UnreachablePause);
        return Math.Min(options.LiveFanOut - fresh, (2 * options.LiveFanOut) - dials.Length) - established;
    }

    private bool IsTimeToExchange() => options.ExchangePeriod != Timeout.InfiniteTimeSpan
        && !(lastExchange is { } last && time.GetElapsedTime(last) < options.ExchangePeriod);

    /// <summary>Direct mail goes to everybody: a link for it to each peer that has none.</summary>
    private void BeginMail(CancellationToken cancellation)
    {
        HashSet<string> mailed = PeersWith(connection => connection.Purpose == LinkPurpose.Mail);
        Queue<string> candidates = new(Candidates().Where(peer => !mailed.Contains(peer)));
        while (candidates.Count > 0)
        {
            Begin(candidates, LinkPurpose.Mail, cancellation);
        }
    }

    private HashSet<string> PeersWith(Func<PeerConnection, bool> which) =>
        [.. database.Connections.Where(which).Select(connection => connection.PeerName)];

    /// <summary>Takes note of what has come to its end.</summary>
    private void Settle()
    {
        foreach ((string peer, DialInProgress dial) in underWay.Where(entry => entry.Value.Work.IsCompleted))
        {
            underWay.Remove(peer);
            if (dial.Work.Result)
            {
                failures.NoteSuccess(peer);
            }
            else
            {
                failures.NoteFailure(peer);
            }
        }
    }

    /// <summary>
    /// Peers that may be dialed and with whom nothing is being tried: those that fail least first, so that many
    /// dead ones do not hide the living, otherwise in random order.
    /// </summary>
    private IEnumerable<string> Candidates()
    {
        string[] names = [.. peers.All
            .Where(peer => peer is { Address: not null, IsBlocked: false }
                && !underWay.ContainsKey(peer.Name)
                && !failures.IsPausing(peer.Name))
            .Select(peer => peer.Name)];
        random.Shuffle(names);
        return names.OrderBy(failures.InARow);
    }

    /// <summary>Turns to a peer, linked already or not, for what is done with one at a time.</summary>
    private void BeginOnce(LinkPurpose purpose, CancellationToken cancellation)
    {
        if (underWay.Values.All(dial => dial.Purpose != purpose))
        {
            Begin(new(Candidates()), purpose, cancellation);
        }
    }

    /// <summary>Turns to the next candidate, if there is one. A slow peer keeps nobody else waiting.</summary>
    private void Begin(Queue<string> candidates, LinkPurpose purpose, CancellationToken cancellation)
    {
        if (candidates.TryDequeue(out string? peer))
        {
            underWay[peer] = new(purpose, time.GetTimestamp(), TryAsync(peer, purpose, cancellation));
        }
    }

    private async Task<bool> TryAsync(string peer, LinkPurpose purpose, CancellationToken cancellation)
    {
        try
        {
            await (purpose switch
            {
                LinkPurpose.Join => RejoinAsync(peer, cancellation),
                LinkPurpose.RetirementHandover => HandOverAsync(peer, cancellation),
                _ => dialer.DialAsync(database, peer, purpose, cancellation),
            }).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
            when (exception is NodeException or ExchangeFailedException or OperationCanceledException)
        {
            // Links being down is the normal state of affairs; the peer is tried again later.
            return false;
        }
        catch (Exception exception)
        {
            NodeLogMessages.DialFailed(logger, database.Name, peer, exception);
            return false;
        }
    }

    private async Task RejoinAsync(string peer, CancellationToken cancellation)
    {
        try
        {
            ReplicaId granted = await dialer.RejoinAsync(database, peer, cancellation).ConfigureAwait(false);
            NodeLogMessages.IdentityGranted(logger, database.Name, granted.ToString());
        }
        catch (NodeException exception)
        {
            NodeLogMessages.NoIdentityGranted(logger, database.Name, peer, exception.Message);
            throw;
        }
    }

    private async Task HandOverAsync(string peer, CancellationToken cancellation)
    {
        PeerConnection connection = await dialer
            .DialAsync(database, peer, LinkPurpose.RetirementHandover, cancellation)
            .ConfigureAwait(false);
        await connection.RetirementHandoverEnded.WaitAsync(cancellation).ConfigureAwait(false);
        NodeLogMessages.RetirementHandedOver(logger, database.Name, peer);
    }
}
