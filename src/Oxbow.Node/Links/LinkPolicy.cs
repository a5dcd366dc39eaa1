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
                await ReviewAsync(cancellation).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The node is stopping.
        }
    }

    private async Task ReviewAsync(CancellationToken cancellation)
    {
        if (gate.IsPaused || database.Standing == Core.Membership.Standing.Retired)
        {
            return;
        }

        HashSet<string> live = [.. database.Connections.Where(connection => connection.Purpose == LinkPurpose.Live).Select(connection => connection.PeerName)];
        List<string> candidates = Candidates(live);
        int missing = options.LiveFanOut - database.Connections.Count(connection => connection is { Purpose: LinkPurpose.Live, IsDialer: true });
        foreach (string peer in candidates.Take(Math.Max(0, missing)))
        {
            await TryDialAsync(peer, LinkPurpose.Live, cancellation).ConfigureAwait(false);
        }

        if (time.GetUtcNow() >= nextExchange && candidates.Skip(Math.Max(0, missing)).FirstOrDefault() is { } other)
        {
            nextExchange = time.GetUtcNow() + options.ExchangePeriod;
            await TryDialAsync(other, LinkPurpose.Exchange, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Peers that may be dialed and have no live link, in random order.</summary>
    private List<string> Candidates(HashSet<string> live)
    {
        DateTimeOffset now = time.GetUtcNow();
        string[] names = [.. peers.All
            .Where(peer => peer is { Address: not null, IsBlocked: false }
                && !live.Contains(peer.Name)
                && leftAloneUntil.GetValueOrDefault(peer.Name) <= now)
            .Select(peer => peer.Name)];
        random.Shuffle(names);
        return [.. names];
    }

    private async Task TryDialAsync(string peer, LinkPurpose purpose, CancellationToken cancellation)
    {
        try
        {
            await dialer.DialAsync(database, peer, purpose, cancellation).ConfigureAwait(false);
        }
        catch (NodeException)
        {
            // Links being down is the normal state of affairs; the peer is tried again later.
            leftAloneUntil[peer] = time.GetUtcNow() + options.UnreachablePause;
        }
    }
}
