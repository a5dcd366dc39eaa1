using Oxbow.Core.AntiEntropy;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Membership;
using Oxbow.Core.Messages;

namespace Oxbow.Core;

/// <summary>
/// One replica of one database as a deterministic machine. It does no I/O, reads no clock, starts no thread
/// and draws no random number: whoever drives it steps it with inputs, takes the effects, carries them out in
/// their order, and says so.
/// </summary>
/// <remarks>
/// The cycle is: any number of <see cref="Tick"/> and <see cref="Step"/>, then <see cref="TakeEffects"/>, then
/// persist, send and reply as the effects say, then <see cref="Advance"/>. Not safe for use by several threads
/// at once.
/// </remarks>
public sealed class Replica
{
    private readonly ReplicaState state;
    private readonly ClientDesk clients;
    private readonly LinkDesk links;

    private Replica(ReplicaIdentity identity, ReplicaOptions options)
    {
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }

        state = new(identity, options);
        clients = new(state);
        links = new(state);
    }

    /// <summary>Which replica of which database this is.</summary>
    public ReplicaIdentity Identity => state.Identity;

    /// <summary>Whether it takes writes.</summary>
    public Standing Standing => state.Standing;

    /// <summary>True for a primary that gives no commit numbers until a peer has greeted it, because its journal was cut.</summary>
    public bool CommitsSuspended => state.CommitsSuspended;

    /// <summary>Number of writes in its log.</summary>
    public long WriteCount => state.Log.Count;

    /// <summary>A replica that has no write yet: the first of a database, or one whose id was granted by another.</summary>
    /// <param name="identity">Its identity; the first effects say to persist it.</param>
    /// <param name="options">Its settings.</param>
    /// <exception cref="ArgumentException">The options have faults, all listed.</exception>
    public static Replica Create(ReplicaIdentity identity, ReplicaOptions options)
    {
        Replica replica = new(identity, options);
        replica.state.Assume(identity);
        replica.state.Effects.PersistIdentity(identity);
        return replica;
    }

    /// <summary>A replica from what its journal holds.</summary>
    /// <param name="identity">The last identity persisted.</param>
    /// <param name="records">Every record persisted, in order.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="hasCutTail">
    /// True when the end of the journal was cut, which may have taken commits that others know: a primary then gives no
    /// commit number before a peer has greeted it.
    /// </param>
    /// <exception cref="RecoveryException">The records do not form a log: the journal is not one of this replica, or Oxbow has a bug.</exception>
    /// <exception cref="ArgumentException">The options have faults, all listed.</exception>
    public static Replica Recover(ReplicaIdentity identity, IEnumerable<LogRecord> records, ReplicaOptions options, bool hasCutTail = false)
    {
        Replica replica = new(identity, options);
        BatchReceiver.Recover(replica.state, records);
        replica.state.Assume(identity);
        Retirement.Resume(replica.state);
        replica.state.CommitsSuspended = hasCutTail && replica.state.IsPrimary && replica.state.KnowsOthers();

        // A primary may have crashed after its authority was durable and before its first commits were.
        replica.state.Integrate([], []);
        return replica;
    }

    /// <summary>
    /// Hands the authority to commit to nobody: every write stays tentative, at every replica and for good, and
    /// the documents follow the tentative order, by accept stamp and not by arrival at a primary.
    /// </summary>
    /// <exception cref="InvalidOperationException">This replica is not the primary, or effects were taken and are not done yet.</exception>
    public void AbolishPrimary()
    {
        state.Effects.ExpectDone();
        if (!state.IsPrimary)
        {
            throw new InvalidOperationException($"Replica {Identity.Replica} is not the primary and has no authority to hand on.");
        }

        HandOff.Accept(state, ReplicaId.Nobody);
    }

    /// <summary>Says what time it is. Physical time may jump; accept stamps never go back.</summary>
    public void Tick(DateTimeOffset now) => state.Clock.Tick(now);

    /// <summary>Takes one input. Bad input is answered with a rejection and changes nothing.</summary>
    /// <exception cref="InvalidOperationException">Effects were taken and are not done yet: what this input causes would be lost with them.</exception>
    public void Step(Input input)
    {
        state.Effects.ExpectDone();
        switch (input)
        {
            case ClientRequest request:
                clients.Handle(request);
                break;
            case PeerSaid said:
                links.Receive(said.Link, said.Message);
                break;
            case LinkOpened opened:
                links.Open(opened);
                break;
            case LinkClosed closed:
                links.Close(closed.Link);
                break;
            case IdentityGranted granted:
                AssumeNewIdentity(granted.Replica);
                break;
            default:
                throw new ArgumentException($"A replica has no use for {input?.GetType().Name ?? "null"}.", nameof(input));
        }
    }

    /// <summary>Gives everything to be done since the last time. Valid until <see cref="Advance"/>.</summary>
    /// <exception cref="InvalidOperationException">The effects taken before are not done yet.</exception>
    public Effects TakeEffects()
    {
        links.Flush();
        return state.Effects.Take();
    }

    /// <summary>Says that the effects taken are done: persisted, sent and answered.</summary>
    /// <exception cref="InvalidOperationException">No effects were taken.</exception>
    public void Advance() => state.Effects.Advance();

    private void AssumeNewIdentity(ReplicaId id)
    {
        if (state.Standing != Standing.Quarantined)
        {
            // A second grant came late: the replica has a good id already.
            return;
        }

        state.Assume(new(state.Identity.Database, id) { ClockFloor = state.Clock.Latest });
        state.Effects.PersistIdentity(state.Identity);
    }
}
