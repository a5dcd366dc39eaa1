using Microsoft.Extensions.Logging;
using Oxbow.Core;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Node.Dialing;
using Oxbow.Node.Errors;
using Oxbow.Node.Links;
using Oxbow.Node.Naming;
using Oxbow.Node.Peers;
using Oxbow.Node.Telemetry;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Joining;

/// <summary>Asks for a replica of one database, one address after another and all again, until one grants it.</summary>
internal sealed class Joiner(
    string database,
    IReadOnlyList<string> joinAddresses,
    PublicDatabaseId? meant,
    LinkPolicyOptions links,
    ReplicaOptions replicaOptions,
    ReplicaDescription description,
    ITransport transport,
    Dialer dialer,
    PeerTable peers,
    LinkAdmission gate,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Each grant is a write for ever, and a database has room for a limited number of replicas.
    private static readonly TimeSpan PauseAfterUselessGrant = TimeSpan.FromMinutes(10);

    private readonly Lock noting = new();
    private readonly JoinWarnings warnings = new(database, time, logger);
    private readonly DateTimeOffset since = time.GetUtcNow();
    private readonly Dictionary<string, long> uselessGrants = new(StringComparer.Ordinal);
    private List<JoinRefusal> refusals = [];

    /// <summary>How it stands. Safe for use by several threads.</summary>
    public JoinProgress Progress
    {
        get
        {
            lock (noting)
            {
                return new(database, since, [.. refusals]);
            }
        }
    }

    /// <exception cref="NodeException">Nobody granted one in the time that there is.</exception>
    public async Task<ReplicaIdentity> JoinAsync(CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        TimeSpan pause = links.ReviewPeriod;
        while (true)
        {
            if (await AskAllAsync(cancellation).ConfigureAwait(false) is { } identity)
            {
                return identity;
            }

            TimeSpan patience = links.JoinPatience;
            if (patience != Timeout.InfiniteTimeSpan && time.GetElapsedTime(start) >= patience)
            {
                throw new NodeException(
                    NodeRefusalCodes.PeerUnreachable, $"Nobody granted a replica of database {database}. {Progress}");
            }

            warnings.Waiting(Progress);
            await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Max(pause.Ticks, Math.Min(2 * pause.Ticks, LongestPause.Ticks)));
        }
    }

    private async Task<ReplicaIdentity?> AskAllAsync(CancellationToken cancellation)
    {
        Forget(Addresses().Select(peer => peer.Address));
        foreach ((string address, string name) in Addresses())
        {
            if (await TryAskAsync(address, name, cancellation).ConfigureAwait(false) is { } identity)
            {
                NodeLogMessages.DatabaseJoined(logger, database, address, identity.Replica.ToString());
                return identity;
            }
        }

        return null;
    }

    /// <summary>
    /// Whom to ask now: those that were named for it first, then the peers that are known, also those made known
    /// meanwhile.
    /// </summary>
    private List<(string Address, string Name)> Addresses()
    {
        IReadOnlyList<Peer> known = peers.All;
        return [.. joinAddresses
            .Select(
                address => (Address: address, known.FirstOrDefault(peer => peer.Address == address)?.Name ?? address))
            .Concat(known.Where(peer => peer.Address is not null).Select(peer => (Address: peer.Address!, peer.Name)))
            .DistinctBy(peer => peer.Address, StringComparer.Ordinal)
            .Where(peer => !(uselessGrants.TryGetValue(peer.Address, out long last) && time.GetElapsedTime(last) < PauseAfterUselessGrant))];
    }

    private async Task<ReplicaIdentity?> TryAskAsync(string address, string name, CancellationToken cancellation)
    {
        using LinkAttempt? attempt =
            gate.TryBegin(name, LinkPurpose.Join, links.Patience, time, cancellation, out string? refusal);
        if (attempt is null)
        {
            Note(address, TextOf(refusal));
            return null;
        }

        try
        {
            LinkRequest request = dialer.Request(database, LinkPurpose.Join) with { DatabaseId = meant };
            return Usable(
                await JoinDialog.AskAsync(transport, address, request, description, attempt.Token)
                    .ConfigureAwait(false), address);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Note(address, gate.FindRefusal(name, LinkPurpose.Join) is { } late
                ? TextOf(late)
                : $"no answer within {links.Patience.TotalSeconds} s.");
        }
        catch (LinkRefusedException exception)
        {
            Note(address, exception.Message);
            warnings.Refused(address, exception, meant);
        }
        catch (Exception exception) when (
            exception is PeerUnreachableException or LinkBrokenException or ExchangeFailedException)
        {
            Note(address, exception.Message);
        }

        return null;
    }

    private ReplicaIdentity? Usable(ReplicaIdentity granted, string address)
    {
        string? fault = meant is { } own && PublicDatabaseId.Of(granted.Database) != own
            ? $"It granted a replica of the database {PublicDatabaseId.Of(granted.Database)}, and not of {own}."
            : Replica.FindGrantFault(granted, time.GetUtcNow(), replicaOptions)?.Detail;
        if (fault is null)
        {
            return granted;
        }

        uselessGrants[address] = time.GetTimestamp();
        Note(address, fault);
        return null;
    }

    private void Note(string address, string reason)
    {
        lock (noting)
        {
            refusals.RemoveAll(refusal => refusal.Address == address);
            refusals.Add(new(address, reason));
        }
    }

    /// <summary>Forgets what those said who are not asked any more.</summary>
    private void Forget(IEnumerable<string> asked)
    {
        HashSet<string> kept = [.. asked, .. uselessGrants.Keys];
        lock (noting)
        {
            refusals = [.. refusals.Where(refusal => kept.Contains(refusal.Address))];
        }
    }

    private static string TextOf(string? refusal) => refusal switch
    {
        NodeRefusalCodes.Offline => "this node is offline: it asks nobody.",
        _ => "the link to it is blocked.",
    };
}
