using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Peers;

namespace Oxbow.Node.Links;

/// <summary>
/// When and with whom to exchange: keeps a few live links, and now and then exchanges with a random peer that
/// has none, so that news spreads in any connected group. Correctness depends on nothing here.
/// </summary>
internal sealed class LinkPolicy(DatabaseHost database, PeerBook peers, LinkGate gate, Dialer dialer, LinkPolicyOptions options, TimeProvider time)
{
    private readonly Dictionary<string, PendingDial> dialing = [];
    private readonly Dictionary<string, DateTimeOffset> leftAloneUntil = [];
    private readonly Random random = new();
    private DateTimeOffset nextExchange;

    /// <summary>Reviews the links again and again until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(options.ReviewPeriod, time);
        try
        {
            do
            {
                await SweepAsync().ConfigureAwait(false);
                Review(cancellation);
            }
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The node is stopping.
        }

        await Task.WhenAll(dialing.Values.Select(dial => dial.IsAnswered)).ConfigureAwait(false);
    }

    /// <summary>Takes note of the dials that have ended.</summary>
    private async Task SweepAsync()
    {
        foreach ((string peer, PendingDial dial) in dialing.Where(dial => dial.Value.IsAnswered.IsCompleted).ToList())
        {
            dialing.Remove(peer);
            if (!await dial.IsAnswered.ConfigureAwait(false))
            {
                // Links being down is the normal state of affairs; the peer is tried again later.
                leftAloneUntil[peer] = time.GetUtcNow() + options.UnreachablePause;
            }
        }
    }

    private void Review(CancellationToken cancellation)
    {
        if (gate.IsPaused || database.Standing == Core.Membership.Standing.Retired)
        {
            return;
        }

        DateTimeOffset now = time.GetUtcNow();
        List<string> candidates = Candidates(now);
        int missing = Math.Max(0, options.LiveFanOut - DialedOrHopeful(now));
        foreach (string peer in candidates.Take(missing))
        {
            Dial(peer, LinkPurpose.Live, cancellation);
        }

        if (now >= nextExchange && candidates.Skip(missing).FirstOrDefault() is { } other)
        {
            nextExchange = now + options.ExchangePeriod;
            Dial(other, LinkPurpose.Exchange, cancellation);
        }
    }

    /// <summary>
    /// Live links that this node dialed, and those that may still become one. A peer that takes the call and
    /// says nothing for a while is no longer counted on: another one is dialed meanwhile.
    /// </summary>
    private int DialedOrHopeful(DateTimeOffset now) =>
        database.Connections.Count(connection => connection is { Purpose: LinkPurpose.Live, IsDialer: true })
        + dialing.Values.Count(dial => dial.Purpose == LinkPurpose.Live && now - dial.Since < options.UnreachablePause);

    /// <summary>Peers that may be dialed and have no live link, in random order.</summary>
    private List<string> Candidates(DateTimeOffset now)
    {
        HashSet<string> live = [.. database.Connections.Where(connection => connection.Purpose == LinkPurpose.Live).Select(connection => connection.PeerName)];
        string[] names = [.. peers.All
            .Where(peer => peer is { Address: not null, IsBlocked: false }
                && !live.Contains(peer.Name)
                && !dialing.ContainsKey(peer.Name)
                && leftAloneUntil.GetValueOrDefault(peer.Name) <= now)
            .Select(peer => peer.Name)];
        random.Shuffle(names);
        return [.. names];
    }

    /// <summary>Dials in the background, so that no peer can keep this node from the others by not answering.</summary>
    private void Dial(string peer, LinkPurpose purpose, CancellationToken cancellation) =>
        dialing[peer] = new(purpose, time.GetUtcNow(), TryDialAsync(peer, purpose, cancellation));

    private async Task<bool> TryDialAsync(string peer, LinkPurpose purpose, CancellationToken cancellation)
    {
        try
        {
            await dialer.DialAsync(database, peer, purpose, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is NodeException || cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private sealed record PendingDial(LinkPurpose Purpose, DateTimeOffset Since, Task<bool> IsAnswered);
}
