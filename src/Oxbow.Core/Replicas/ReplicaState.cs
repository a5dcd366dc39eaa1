using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Replicas;

/// <summary>What the parts of a replica share.</summary>
internal sealed class ReplicaState
{
    private bool hasReportedBelowLevel;

    public ReplicaState(ReplicaIdentity identity, ReplicaOptions options, BaseState start)
    {
        Options = options;
        Standing = new(identity);
        Clock = new(options.MaximumClockAhead);
        History = new(start, options.RequestWindow, options.SupportedLevel, options.Sizes);
        Forks = new(options.Sizes.RememberedPassedOver);
        Clocks = new(this);
        Withdrawals = new(this);
        StandUnder(identity);
    }

    public ReplicaOptions Options { get; }

    public ReplicaStanding Standing { get; }

    public ReplicaIdentity Identity => Standing.Identity;

    public HybridClock Clock { get; }

    public History History { get; }

    public WriteLog Log => History.Log;

    public EffectsBuilder Effects { get; } = new();

    /// <summary>Ids of which another history was seen than the one here.</summary>
    public ForkWatch Forks { get; }

    /// <summary>What follows from clocks that are wrong, or were.</summary>
    public ClockReview Clocks { get; }

    /// <summary>
    /// Grows when what a hello said of this replica is no longer so: its conversations have to begin anew.
    /// </summary>
    public int HelloVersion { get; private set; }

    /// <summary>Writes that had to leave the log and are to be made again here.</summary>
    public Withdrawals Withdrawals { get; }

    /// <summary>Fresh writes for those who want them as direct mail.</summary>
    public MailOutbox Outbox { get; } = new();

    /// <summary>
    /// True for a primary whose journal was cut at its end, until a peer has greeted it: had it forgotten commits, that
    /// peer may be the one to know of them.
    /// </summary>
    public bool CommitsSuspended { get; private set; }

    /// <summary>
    /// True when this replica gives the commit numbers. Software below the format level cannot tell, and gives none.
    /// </summary>
    public bool IsPrimary => History.Primary == Identity.Replica && !History.IsBelowLevel && !Log.Epochs.IsOnTheWay;

    /// <summary>What the node says of this replica; null as long as it has said nothing.</summary>
    public ReplicaDescription? Description { get; set; }

    /// <summary>
    /// How often evictions were taken back: what was passed over as too late counts again, and a peer that sent it
    /// thinks that it is here.
    /// </summary>
    public int EvictionsUndone { get; private set; }

    /// <summary>From now on this replica accepts under an id that was granted in place of the one it lost.</summary>
    public void Assume(ReplicaIdentity granted)
    {
        Clocks.GoBack();
        ReplicaIdentity identity = new(Identity.Database, granted.Replica)
        {
            CreationHash = granted.CreationHash,
            Announced = granted.Announced,
            ClockFloor = Clock.Latest,
        };
        Standing.Assume(identity);
        StandUnder(identity);
        Effects.PersistIdentity(identity);
    }

    /// <summary>
    /// Does what a verdict asks for and gives the rejection, if there is one. A replica whose id is in use elsewhere
    /// stops accepting until a new id is granted; a restart does not forget it.
    /// </summary>
    public Rejection? ActOn(InputVerdict verdict)
    {
        if (verdict.IsIdentityLost)
        {
            Quarantine();
        }

        if (verdict.Forked is { } forked)
        {
            Doubt(forked);
        }

        return verdict.Rejection;
    }

    /// <summary>
    /// What is committed here of the id is not in doubt, unless the other history parts from it before.
    /// </summary>
    private void Doubt(WriteId other)
    {
        Forks.Doubt(
            Log.Replicas.Intern(other.Origin), isWhole: Log.ChainOf(other.Origin)?.LastCommitted >= other.Stamp);
    }

    /// <summary>
    /// What was found here and not said by a peer, whose link would end with it, ends this replica's id.
    /// </summary>
    public void LoseIdentity(string reason, RejectionCode code = RejectionCode.IdentityClash)
    {
        if (Standing.HasIdentityToLose)
        {
            Quarantine();
            Effects.Report(new Alarm(new(code,
                $"{reason}: the replica stops accepting writes until a peer has granted it a new id.")));
        }
    }

    /// <summary>What a hello said of this replica is no longer so: its conversations begin anew.</summary>
    public void BeginConversationsAnew() => HelloVersion++;

    private void Quarantine()
    {
        if (Standing.HasIdentityToLose)
        {
            Standing.Quarantine();
            Effects.PersistIdentity(Identity);
            Forks.Doubt(Log.Replicas.Intern(Identity.Replica), isWhole: false);
        }
    }

    /// <summary>
    /// After a cut of its journal a primary waits for a peer, unless it is alone: it would wait for ever.
    /// </summary>
    public void SuspendCommits() => CommitsSuspended = IsPrimary && KnowsOthers();

    /// <summary>
    /// Accepts a write about replicas: stamps it, gives it its place, commits it when this is the primary.
    /// </summary>
    public LogEntry Accept(Func<WriteId, Predecessor, Write> encode)
    {
        WriteId id = new(Identity.Replica, Clock.Give());
        return TakeIn(encode(id, LastOwn()));
    }

    /// <summary>Accepts a write of updates, which have passed validation.</summary>
    public LogEntry Accept(IReadOnlyList<Update> updates, ReadOnlySpan<byte> requestKey, int schema)
    {
        WriteId id = new(Identity.Replica, Clock.Give());
        return TakeIn(WriteEncoder.EncodeUpdates(id, LastOwn(), updates, requestKey, schema));
    }

    /// <summary>Accepts again, under this replica's id, what another write says that had to leave the log.</summary>
    public LogEntry AcceptAgain(Write write)
    {
        WriteId id = new(Identity.Replica, Clock.Give());
        return TakeIn(WriteEncoder.EncodeUpdates(
            id, LastOwn(), write.ReadUpdates().ToList(), write.RequestKey.Span, write.Schema, write.Root));
    }

    /// <summary>
    /// Commits what is tentative if this is the primary; what changed goes to the journal, commits first. A primary
    /// that is quarantined, or awaits a peer, gives no numbers: others may know these for writes that it has forgotten.
    /// </summary>
    public void Integrate(IReadOnlyList<LogEntry> commits, IReadOnlyList<LogEntry> incoming)
    {
        History.Integrate(commits, incoming);
        PersistAll(commits);
        if (IsPrimary && Withdrawals.HasOrphansToGiveUp)
        {
            // It was no primary yet when an eviction, or a roll back, showed that some were never created: what they
            // accepted is not committed.
            PersistNew(incoming);
            Withdrawals.GiveUpOrphans();
        }

        CommitOwn();
        PersistNew(incoming);
        while (Withdrawals.LeaveEvicted())
        {
            // Neither does it commit what those accepted whom the evicted one created, and nobody knows of.
            Withdrawals.GiveUpOrphans();
            CommitOwn();
        }

        ReportBelowLevel();
    }

    /// <summary>
    /// The same, for a replica that is about to follow a larger epoch: it commits nothing of its own any more.
    /// </summary>
    public void IntegrateAsFollower(IReadOnlyList<LogEntry> commits, IReadOnlyList<LogEntry> incoming)
    {
        History.Integrate(commits, incoming);
        PersistAll(commits);
        PersistNew(incoming);
        Withdrawals.LeaveEvicted();
    }

    /// <summary>
    /// Takes the authority to commit, in a new epoch that begins after the last commit here; whatever is tentative is
    /// committed at once.
    /// </summary>
    public LogEntry TakeOver()
    {
        Invariant.Holds(Standing.IsActive && !IsPrimary, "who takes over is active and not the primary yet");
        byte[] hash = new byte[ChainHash.Size];
        History.Hash.WriteTo(hash);
        CommitEpoch epoch = new(Log.Epochs.Goal.Number + 1, Identity.Replica);
        Write write = WriteEncoder.EncodeTakeOver(
            new(Identity.Replica, Clock.Give()), LastOwn(), new(epoch, Log.LastCommitted, hash));
        LogEntry entry = Log.Add(write);
        entry.CommitNumber = Log.LastCommitted.Next;
        CommitsSuspended = false;
        Integrate([entry], []);
        // It may have raised the level beyond its own software with what it committed, and commits nothing more then.
        Invariant.Holds(History.Primary == Identity.Replica, "who takes over is the primary (I20)");
        return entry;
    }

    /// <summary>Takes commits back that are not those of a larger epoch.</summary>
    /// <param name="number">The last commit to keep.</param>
    /// <param name="epoch">The larger epoch.</param>
    public void RollBackTo(CommitNumber number, CommitEpoch epoch)
    {
        EvictionsUndone += Log.Evictions.IsAnyAfter(number) ? 1 : 0;
        History.RollBackTo(number, epoch);
        Effects.PersistRollBack(number, epoch);
        Withdrawals.LookForOrphans();
    }

    /// <summary>Why this replica takes no writes, or null when it does.</summary>
    public Rejection? RefusalOfWrites() => Standing.RefusalOfWrites() ?? RefusalBelowLevel();

    /// <summary>
    /// Why this replica takes no writes although it is active: its software does not execute what is committed.
    /// </summary>
    public Rejection? RefusalBelowLevel() => History.IsBelowLevel
        ? new(RejectionCode.BelowLevel, $"The database has format level {History.Level} since commit number {History.ExecutedNumber}, and the software of this node executes level {Options.SupportedLevel}: upgrade the node. Until then it stores and forwards writes, shows documents as of that number and takes no writes; ask another node.")
        : null;

    /// <summary>The name of a replica's node as the committed writes tell it; null when they do not.</summary>
    public string? NodeNameOf(ReplicaId replica) => History.Members[replica].Description?.NodeName;

    /// <summary>A peer has said what it knows, and it knows no more of this replica than the replica itself.</summary>
    public void HearPeer()
    {
        if (CommitsSuspended)
        {
            CommitsSuspended = false;
            Integrate([], []);
        }
    }

    /// <summary>True when another replica of the database lives, as far as this one knows.</summary>
    public bool KnowsOthers() => Log.Known.ToVersionVector().Entries.Any(entry =>
        entry.Replica != Identity.Replica && entry.Stamp != AcceptStamp.Maximum);

    /// <summary>
    /// The id has its place in the table from the start, so that it fits in however many others come to be known. Its
    /// vector gets an entry for it with its first write or with its creation, whichever comes first: an entry without
    /// either could not be passed on.
    /// </summary>
    private void StandUnder(ReplicaIdentity identity)
    {
        Log.Replicas.Intern(identity.Replica);
        Clock.Know(identity.Replica.Created);
        Clock.Know(identity.ClockFloor);
    }

    /// <summary>
    /// What the next write of this replica follows: its last one, or the write that created it, which it may not hold.
    /// </summary>
    private Predecessor LastOwn() =>
        new(Log.PreviousOf(Identity.Replica), Log.HeadOf(Identity.Replica) ?? Identity.CreationHash);

    private LogEntry TakeIn(Write write)
    {
        if (Outbox.HasSubscribers)
        {
            Outbox.Add(new(write, Log.Known.ToVersionVector()));
        }

        LogEntry entry = Log.Add(write);
        Integrate([], [entry]);
        return entry;
    }

    private void CommitOwn()
    {
        if (!Standing.IsQuarantined && !CommitsSuspended)
        {
            PersistAll(History.CommitAs(Identity.Replica));
        }
    }

    private void PersistNew(IReadOnlyList<LogEntry> incoming)
    {
        foreach (LogEntry entry in incoming)
        {
            if (!entry.IsPersisted)
            {
                Effects.Persist(entry);
            }
        }
    }

    private void ReportBelowLevel()
    {
        if (!hasReportedBelowLevel && RefusalBelowLevel() is { } rejection)
        {
            hasReportedBelowLevel = true;
            Effects.Report(new Alarm(rejection));
        }
    }

    private void PersistAll(IReadOnlyList<LogEntry> commits)
    {
        for (int index = 0; index < commits.Count; index++)
        {
            Effects.Persist(commits[index]);
        }
    }
}
