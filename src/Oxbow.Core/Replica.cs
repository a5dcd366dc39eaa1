using Oxbow.Core.AntiEntropy;
using Oxbow.Core.Clients;
using Oxbow.Core.Conversations;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Membership;
using Oxbow.Core.Messages;
using Oxbow.Core.Recovery;
using Oxbow.Core.Replicas;

namespace Oxbow.Core;

/// <summary>
/// One replica of one database as a deterministic machine. It does no I/O, reads no clock, starts no thread
/// and draws no random number: whoever drives it steps it with inputs, takes the effects, carries them out in
/// their order, and says so.
/// </summary>
/// <remarks>
/// The cycle is: any number of <see cref="Tick"/> and <see cref="Step"/>, then <see cref="EndTurn"/> and
/// <see cref="TakeEffects"/>, then persist, send and reply as the effects say, then <see cref="Advance"/>. Not safe for
/// use by several threads at once.
/// </remarks>
public sealed class Replica
{
    private readonly ReplicaState state;
    private readonly ClientRequests clients;
    private readonly PeerConversations conversations;
    private bool isTurnOpen;

    private Replica(ReplicaIdentity identity, ReplicaOptions options, BaseState start)
    {
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }

        state = new(identity, options, start);
        BatchReceiver receiver = new(state);
        HoldBack holdBack = new(state, receiver);
        clients = new(state, holdBack);
        conversations = new(new(state, receiver, holdBack));
    }

    /// <summary>Which replica of which database this is.</summary>
    public ReplicaIdentity Identity => state.Identity;

    /// <summary>Whether it takes writes.</summary>
    public Standing Standing => state.Standing.Current;

    /// <summary>
    /// True for a primary that gives no commit numbers until a peer has greeted it, because its journal was cut.
    /// </summary>
    public bool CommitsSuspended => state.CommitsSuspended;

    /// <summary>
    /// True while a client's request waits because more is pending than may be executed in one turn: take another turn,
    /// with or without inputs, and do not wait for any.
    /// </summary>
    public bool HasWaitingRequests => clients.HasWaiting;

    /// <summary>Number of writes in its log.</summary>
    public long WriteCount => state.Log.Count;

    /// <summary>
    /// A replica that has no write yet: the first of a database, or one whose id was granted by another.
    /// </summary>
    /// <param name="identity">Its identity; the first effects say to persist it.</param>
    /// <param name="options">Its settings.</param>
    /// <exception cref="ArgumentException">The options have faults, all listed.</exception>
    public static Replica Create(ReplicaIdentity identity, ReplicaOptions options)
    {
        Replica replica = new(identity, options, BaseState.Empty);
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
    /// <exception cref="RecoveryException">
    /// The records do not form a log: the journal is not one of this replica, or Oxbow has a bug.
    /// </exception>
    /// <exception cref="ArgumentException">The options have faults, all listed.</exception>
    public static Replica Recover(
        ReplicaIdentity identity, IEnumerable<LogRecord> records, ReplicaOptions options, bool hasCutTail = false) =>
        Recover(identity, BaseState.Empty, records, options, hasCutTail);

    /// <summary>
    /// The same, where the journal does not hold the first commits any more: its records are those behind a base state.
    /// </summary>
    internal static Replica Recover(
        ReplicaIdentity identity,
        BaseState start,
        IEnumerable<LogRecord> records,
        ReplicaOptions options,
        bool hasCutTail)
    {
        Replica replica = new(identity, options, start);
        LogRecovery.Run(replica.state, records);
        Retirement.Resume(replica.state);
        if (hasCutTail)
        {
            replica.state.SuspendCommits();
        }

        // A primary may have crashed after its authority was durable and before its first commits were.
        replica.state.Integrate([], []);
        return replica;
    }

    /// <summary>
    /// What is wrong with an identity that another node granted to a program that is no replica yet; null when it can
    /// be created. A replica in quarantine judges by itself what it is granted.
    /// </summary>
    /// <param name="identity">What was granted.</param>
    /// <param name="now">What time it is.</param>
    /// <param name="options">Settings of the replica to be.</param>
    public static Rejection? FindGrantFault(ReplicaIdentity identity, DateTimeOffset now, ReplicaOptions options) =>
        GrantCheck.FindFault(identity.Replica, now, options.MaximumClockAhead);

    /// <summary>
    /// Hands the authority to commit to nobody: every write stays tentative, at every replica and for good, and
    /// the documents follow the tentative order, by accept stamp and not by arrival at a primary.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// This replica is not the primary, or effects were taken and are not done yet.
    /// </exception>
    public void AbolishPrimary()
    {
        state.Effects.ExpectDone();
        if (!state.IsPrimary)
        {
            throw new InvalidOperationException(
                $"Replica {Identity.Replica} is not the primary and has no authority to hand on.");
        }

        HandOff.Accept(state, ReplicaId.Nobody);
    }

    /// <summary>
    /// What another replica can start from in place of the commits up to a number; null where the log cannot be cut.
    /// </summary>
    internal BaseState? StateAfter(CommitNumber number) => state.History.StateAfter(number);

    /// <summary>Says what time it is. Physical time may jump; accept stamps never go back.</summary>
    public void Tick(DateTimeOffset now) => state.Clocks.Tick(now);

    /// <summary>
    /// Whether the next turn may take an input. While a request waits, only one that changes nothing: peers that send
    /// writes on and on would change the order that is being executed, and who waits would wait for ever. An input that
    /// is given all the same is not refused.
    /// </summary>
    public bool Admits(Input input) => !HasWaitingRequests || WaitingRequests.NeedsNothing(input);

    /// <summary>Takes one input. Bad input is answered with a rejection and changes nothing.</summary>
    /// <exception cref="InvalidOperationException">
    /// Effects were taken and are not done yet: what this input causes would be lost with them.
    /// </exception>
    public void Step(Input input)
    {
        state.Effects.ExpectDone();
        isTurnOpen = true;
        switch (input)
        {
            case ClientRequest request:
                clients.Handle(request);
                break;
            case PeerSaid said:
                conversations.Receive(said.Link, said.Message);
                break;
            case LinkOpened opened:
                conversations.Open(opened);
                break;
            case LinkClosed closed:
                conversations.Close(closed.Link);
                break;
            case Announce announce:
                Announcement.Take(state, announce.Description);
                break;
            case IdentityGranted granted:
                Assume(granted.Identity);
                break;
            default:
                throw new ArgumentException(
                    $"A replica has no use for {input?.GetType().Name ?? "null"}.", nameof(input));
        }
    }

    /// <summary>
    /// Answers requests that wait, as far as may be executed in this turn, takes in what was held back and need not
    /// wait any longer, and says on every link what there is to say now. Once for all inputs of a turn, so that
    /// batches are full.
    /// </summary>
    /// <exception cref="InvalidOperationException">Effects were taken and are not done yet.</exception>
    public void EndTurn()
    {
        state.Effects.ExpectDone();
        clients.EndTurn();
        state.Withdrawals.GiveUpOrphans();
        state.Withdrawals.RemakeAll();
        conversations.EndTurn();
        state.Clocks.Ahead.EndTurn();
        isTurnOpen = false;
    }

    /// <summary>
    /// Gives everything to be done since the last time; changes nothing. Valid until <see cref="Advance"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The effects taken before are not done yet, or the turn has not ended.
    /// </exception>
    public Effects TakeEffects()
    {
        if (isTurnOpen)
        {
            throw new InvalidOperationException("There were inputs since the last turn ended: call EndTurn first.");
        }

        return state.Effects.Take();
    }

    /// <summary>Says that the effects taken are done: persisted, sent and answered.</summary>
    /// <exception cref="InvalidOperationException">No effects were taken.</exception>
    public void Advance() => state.Effects.Advance();

    private void Assume(ReplicaIdentity granted)
    {
        if (!state.Standing.IsQuarantined)
        {
            // A second grant came late: the replica has a good id already.
            return;
        }

        if (GrantCheck.FindFault(state, granted.Replica) is { } fault)
        {
            state.Effects.Report(new Alarm(fault));
            return;
        }

        state.Assume(granted);
    }
}
