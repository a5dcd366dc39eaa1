using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;
using Oxbow.Testing.Disks;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Model;

/// <summary>What one replica holds durably, folded from the records in its journal.</summary>
internal sealed class ReplicaModel(Oracle oracle, IRecordObserver observer, string name)
{
    private readonly List<Commit> commits = [];
    private readonly List<LogRecord> records = [];
    private readonly HashSet<ReplicaId> ids = [];
    private readonly List<int> groupEnds = [];
    private VersionVector? vector;
    private readonly HashSet<KnownWrite> withdrawn = [];
    private long rolledBackAt = -1;
    private Commit? rolledBackTo;
    private long withdrawnAt = -1;
    private bool wasQuarantined;

    public string Name { get; } = name;

    public ReplicaIdentity? Identity { get; private set; }

    public Holdings Held { get; private set; } = new();

    /// <summary>Number of writes held.</summary>
    public int WriteCount { get; private set; }

    /// <summary>The newest commit.</summary>
    public Commit Tip => commits.Count == 0 ? oracle.Root : commits[^1];

    /// <summary>Its clock.</summary>
    public required SeenStamps Seen { get; init; }

    /// <summary>The write that it is taking is committed as it comes.</summary>
    public bool TakesCommitted { get; private set; }

    /// <summary>The replica may have forgotten what others know of it.</summary>
    public bool HasLostMemory { get; private set; }

    /// <summary>How often that happened.</summary>
    public int MemoriesLost { get; private set; }

    /// <summary>Counts the turns, those that were killed included.</summary>
    public long Turn { get; private set; }

    /// <summary>
    /// Commits became tentative again in this turn, so that what was said in it may be of before or after.
    /// </summary>
    public bool HasRolledBack => rolledBackAt == Turn;

    /// <summary>Commits were taken back in this turn, and nothing stands in their place.</summary>
    public bool HasOnlyRolledBack => HasRolledBack && rolledBackTo == Tip;

    /// <summary>Writes left the log in this turn, so that what was said in it may be of before or after.</summary>
    public bool HasWithdrawn => withdrawnAt == Turn;

    /// <summary>The writes that have ever left its log.</summary>
    public IReadOnlySet<KnownWrite> Withdrawn => withdrawn;

    /// <summary>The newest commit when the last turn began.</summary>
    public CommitNumber CommittedBefore { get; private set; }

    /// <summary>The clock at the last turn.</summary>
    public DateTimeOffset Now => Seen.Now;

    /// <summary>
    /// The stamps that sessions per key showed in the last turn, of documents that they wrote to.
    /// </summary>
    public IReadOnlyList<AcceptStamp> Shown { get; set; } = [];

    /// <summary>Told of what the model can see of the branches of the product.</summary>
    public required Action<Branch> Noted { get; init; }

    public IReadOnlyList<LogRecord> Records => records;

    /// <summary>After how many records each synced group ended.</summary>
    public IReadOnlyList<int> GroupEnds => [.. groupEnds];

    /// <summary>The highest format level that its software executes.</summary>
    public int SupportedLevel { get; set; } = 1;

    public bool IsBelowLevel => Tip.Law.Level > SupportedLevel;

    /// <summary>The last commit that its software executes.</summary>
    public Commit ExecutedTip
    {
        get
        {
            Commit executed = Tip;
            while (executed.Before is { } before && before.Law.Level > SupportedLevel)
            {
                executed = before;
            }

            return executed;
        }
    }

    /// <summary>What documents show: all that is held, unless the software is below the format level.</summary>
    public Holdings Readable => IsBelowLevel ? ExecutedTip.Committed : Held;

    public bool IsPrimary => Identity is not null && Tip.Primary == Identity.Replica && !IsBelowLevel && !IsOnTheWay;

    /// <summary>The largest epoch that it has taken commits back for.</summary>
    public CommitEpoch Followed { get; private set; } = CommitEpoch.First;

    /// <summary>It has taken commits back for an epoch of which it has not learned yet.</summary>
    public bool IsOnTheWay => Followed > Tip.Epoch;

    /// <summary>
    /// True when it could not have this commit: it has neither gone beyond it nor follows a larger epoch.
    /// </summary>
    public bool IsBehind(Commit commit) => Tip.IsBehind(commit) && Followed <= commit.Epoch;

    /// <summary>The commit under a number; null when there is none here.</summary>
    public Commit? CommitAt(CommitNumber number) =>
        number > Tip.Number ? null : number.IsGiven ? commits[(int)number.Value - 1] : oracle.Root;

    /// <summary>
    /// True when a write has this commit number here, or had it when the turn began that has taken it back.
    /// </summary>
    public bool IsOrWasAt(CommitNumber number, KnownWrite write) => ReferenceEquals(CommitAt(number)?.Write, write)
        || (HasRolledBack && write.Commits.Exists(commit => commit.Number == number));

    /// <summary>True for its id, and for one that it had before.</summary>
    public bool HasBeen(ReplicaId id) => ids.Contains(id);

    public bool HasCommitted(KnownWrite write) => Tip.Has(write);

    /// <summary>
    /// True when not all of these are committed, and neither a forked id nor a number given twice explains that.
    /// </summary>
    public bool LacksCommits(Holdings needed, AcceptStamp? upTo = null) => AreMissing(Tip.Committed, needed, upTo);

    /// <summary>
    /// True when it lacks some of these, and neither a forked id nor a number given twice explains that.
    /// </summary>
    public bool Lacks(Holdings needed, AcceptStamp? upTo = null) => AreMissing(Held, needed, upTo);

    /// <summary>For messages: one of these that it lacks.</summary>
    public KnownWrite? FirstMissing(Holdings needed) => oracle.Missing(Held, needed).FirstOrDefault();

    /// <summary>
    /// The same for what a write depends on: what was taken back because a clock was wrong is made again later, and
    /// what depends on it stays where it is.
    /// </summary>
    public bool LacksCauses(KnownWrite write) => AreMissing(Held, write.Dependencies, write.Before, isOfCauses: true);

    public bool LacksCommittedCauses(KnownWrite write) =>
        AreMissing(Tip.Committed, write.Dependencies, write.Before, isOfCauses: true);

    private bool AreMissing(Holdings held, Holdings needed, AcceptStamp? upTo, bool isOfCauses = false) =>
        !held.Covers(needed)
        && oracle.Missing(held, needed).Any(write =>
            (upTo is null || write.Id.Stamp <= upTo)
            && !(isOfCauses && write.IsTakenBack)
            && (!oracle.IsMemoryLost || !write.Commits.Exists(IsOfOtherHistory)));

    /// <summary>
    /// True when this replica has its number for another write: whoever holds both thought that it has this one as
    /// well.
    /// </summary>
    private bool IsOfOtherHistory(Commit commit) =>
        commit.Number <= Tip.Number && !ReferenceEquals(CommitAt(commit.Number), commit);

    public void BeginTurn()
    {
        Turn++;
        Seen.BeginTurn(this);
        wasQuarantined = Identity?.IsQuarantined == true;
        CommittedBefore = Tip.Number;
    }

    public void LoseMemory()
    {
        MemoriesLost++;
        HasLostMemory = true;
        oracle.IsMemoryLost = true;
    }

    public void Assume(ReplicaIdentity identity)
    {
        HasLostMemory &= Identity is null || Identity.Replica == identity.Replica;
        if (Identity is not null && Identity.Replica != identity.Replica)
        {
            Seen.TakeNewId(Held);
        }

        Identity = identity;
        ids.Add(identity.Replica);
        Seen.SeeGranted(identity.Replica.Created);
        Seen.SeeGranted(identity.ClockFloor);
    }

    /// <summary>A group of records became durable.</summary>
    public void TakeGroup(IReadOnlyList<LogRecord> group)
    {
        foreach (LogRecord record in group)
        {
            Take(record);
        }

        Seen.EndTurn();
        groupEnds.Add(records.Count);
    }

    /// <summary>Goes back to what an older disk holds.</summary>
    public void GoBackTo(int recordCount, ReplicaIdentity? identity)
    {
        LogRecord[] kept = [.. records.Take(recordCount)];
        int[] ends = [.. groupEnds.Where(end => end <= recordCount)];
        records.Clear();
        groupEnds.Clear();
        commits.Clear();
        Followed = CommitEpoch.First;
        withdrawn.Clear();
        Held = new();
        vector = null;
        WriteCount = 0;
        Seen.Forget();
        TakeCopy(new(new Dictionary<string, byte[]>(), kept, ends, identity));
    }

    /// <summary>Holds from now on what a copy of a disk holds.</summary>
    public void TakeCopy(DiskCopy copy)
    {
        Identity = copy.Identity;
        ids.UnionWith(copy.Identity is { } taken ? [taken.Replica] : []);
        Seen.Restart();
        foreach (LogRecord record in copy.Records)
        {
            Replay(record);
        }

        groupEnds.AddRange(copy.GroupEnds);
        LoseMemory();
    }

    /// <summary>
    /// True when losing the records after <paramref name="recordCount"/> loses not more than the last groups.
    /// </summary>
    public bool AreLastGroups(int recordCount, int groups) =>
        recordCount >= (groupEnds.Count <= groups ? 0 : groupEnds[^(groups + 1)]);

    /// <summary>The write under an id that this replica holds.</summary>
    public KnownWrite? Find(WriteId id) => oracle.Find(id).FirstOrDefault(Held.Holds);

    /// <summary>The write under an id that this replica holds, or held before it had to leave the log.</summary>
    public KnownWrite? FindEver(WriteId id) => Find(id) ?? oracle.Find(id).FirstOrDefault(withdrawn.Contains);

    /// <summary>The stamp of the last write held of an id; that of its creation when there is none.</summary>
    public AcceptStamp LastOf(ReplicaId id)
    {
        AcceptStamp last = id.Created;
        foreach (OriginLine line in oracle.LinesOf(id))
        {
            if (Held[line] > 0 && line.Writes[Held[line] - 1].Id.Stamp > last)
            {
                last = line.Writes[Held[line] - 1].Id.Stamp;
            }
        }

        return last;
    }

    /// <summary>Tentative writes in their order.</summary>
    public IEnumerable<KnownWrite> Tentative()
    {
        Holdings committed = Tip.Committed;
        return oracle.Lines
            .SelectMany(line => line.Writes.Take(Held[line]).Skip(committed[line]))
            .Where(write => !HasCommitted(write))
            .OrderBy(write => write.Id);
    }

    public IEnumerable<Commit> Commits => commits;

    /// <summary>
    /// The vector that these holdings make: no entry for a retired replica, unless its absence would say "never heard
    /// of".
    /// </summary>
    public VersionVector Vector()
    {
        if (vector is null)
        {
            (vector, LeavesRetiredOut) = HoldingsVector.Of(Held, oracle);
        }

        return vector;
    }

    /// <summary>True when a retired replica has no entry in the vector.</summary>
    public bool LeavesRetiredOut { get; private set; }

    private void Take(LogRecord record)
    {
        if (record.IsRollBack)
        {
            observer.RollsBack(this, record.CommitNumber);
            Noted(Branch.CommitsRolledBack);
            rolledBackAt = Turn;
            RollBack(record);
            rolledBackTo = Tip;
            return;
        }

        if (record.IsWithdrawal)
        {
            observer.Withdraws(this, record.Id, Withdrawal.After(record.Id, this, oracle));
            Noted(Branch.WritesWithdrawn);
            withdrawnAt = Turn;
            Withdraw(record);
            return;
        }

        TakesCommitted = record.CommitNumber.IsGiven;
        KnownWrite write = record.Write is null ? Noticed(record) : Taken(record.Write);
        if (record.CommitNumber.IsGiven)
        {
            TakeCommit(write, record.CommitNumber);
        }

        records.Add(record);
    }

    /// <summary>Takes a record that was taken and judged before, by this model or by another one.</summary>
    private void Replay(LogRecord record)
    {
        if (record.IsRollBack)
        {
            RollBack(record);
            return;
        }

        if (record.IsWithdrawal)
        {
            Withdraw(record);
            return;
        }

        KnownWrite write = record.Write is null ? Find(record.Id)! : oracle.Find(record.Write)!;
        if (record.Write is not null)
        {
            Hold(write);
        }

        if (record.CommitNumber.IsGiven)
        {
            commits.Add(Tip.Find(write)!);
        }

        records.Add(record);
    }

    private void RollBack(LogRecord record)
    {
        int kept = (int)record.CommitNumber.Value;
        commits.RemoveRange(kept, commits.Count - kept);
        Followed = record.Epoch > Followed ? record.Epoch : Followed;
        records.Add(record);
    }

    private void Withdraw(LogRecord record)
    {
        foreach (KnownWrite write in Withdrawal.After(record.Id, this, oracle))
        {
            Held[write.Line] = Math.Min(Held[write.Line], write.Ordinal);
            WriteCount--;
            withdrawn.Add(write);
            wasQuarantined |= write.Id.Origin == Identity?.Replica;
        }

        vector = null;
        records.Add(record);
    }

    private KnownWrite Noticed(LogRecord record) =>
        Find(record.Id) ?? throw new InvariantBrokenException("I16", $"{Name} persists a commit notice for {record.Id}, which it does not hold");

    private KnownWrite Taken(Write write)
    {
        KnownWrite? known = oracle.Find(write);
        if (known is null && write.Id.Origin == Identity?.Replica)
        {
            known = Accepted(write);
            Seen.See(write.Id.Stamp);
        }
        else if (known is null)
        {
            throw new InvariantBrokenException("I15", $"{Name} holds {write}, which nobody accepted");
        }
        else if (write.Id.Origin == Identity?.Replica
            && !wasQuarantined
            && (HasLostMemory || oracle.GrantedTwice.Contains(write.Id.Origin)))
        {
            // It accepted once more, to the byte, what it, or another bearer of its id, had accepted before: that is no
            // other history, though it may have held less then. Once writes of its id have left its log it has been in
            // quarantine since an earlier moment of this turn, and is sent the history that stays.
            known.Dependencies.KeepCommon(Held);
            known.IsAcceptedAgain = true;
            Seen.SeeOfOwnId(write.Id.Stamp, isCertain: !Identity.IsQuarantined);
            Noted(Branch.WriteAccepted);
        }
        else
        {
            observer.Holds(this, known);
            if (write.Id.Stamp < Seen.Latest)
            {
                Noted(Branch.ArrivedOutOfOrder);
            }

            Seen.SeeOfOther(write.Id.Stamp);
        }

        Hold(known);
        return known;
    }

    private void Hold(KnownWrite write)
    {
        Held[write.Line] = write.Ordinal + 1;
        WriteCount++;
        vector = null;
    }

    private KnownWrite Accepted(Write write)
    {
        OriginLine line = oracle.LineOf(write.Id.Origin, Held);
        if (Held[line] < line.Writes.Count && (HasLostMemory || oracle.GrantedTwice.Contains(write.Id.Origin)))
        {
            line = oracle.Fork(line, Held[line]);
            Noted(Branch.Forked);
        }

        observer.Accepts(this, write, line);
        Noted(Branch.WriteAccepted);
        return oracle.Accept(write, line, Held);
    }

    private void TakeCommit(KnownWrite write, CommitNumber number)
    {
        Commit? commit = Tip.Find(write);
        CommitEpoch epoch = Tip.EpochAfter(write.Write);
        bool isOfNamesake = Tip.Next.Exists(other => other.Write!.Id == write.Id);

        // Below the format level there is no hash that tells a take-over after another history.
        bool isBlind = write.Write.TakeOver is not null && Tip.Law.Level > SupportedLevel;
        bool isOfOtherHistory = write.Commits.Exists(other =>
            other.Number == number && (other.Epoch == epoch || isBlind) && !ReferenceEquals(other.Before, Tip));
        bool isOwn = IsPrimary && !Identity!.IsQuarantined;
        if (commit is null && !isOwn && oracle.IsMemoryLost && (isOfNamesake || isOfOtherHistory))
        {
            // A primary gave the number twice, and word of the one came to a replica that has the other.
            throw new HistoriesMixedException();
        }

        observer.Commits(this, write, number, isNew: commit is null);
        if (commit is null)
        {
            CommitNotes.OfNew(write, Tip, Noted);
        }

        commit ??= Tip.Add(write);
        if (commit.Outcome == Outcome.Applied && write.Write.Evicted is { } evicted)
        {
            oracle.Evicted.Add(evicted);
            Noted(Branch.ReplicaEvicted);
        }

        if (commit.Outcome == Outcome.Repeated)
        {
            Noted(Branch.RepeatedWriteCommitted);
        }

        if (commit.Law.Level > commit.Before!.Law.Level)
        {
            Noted(Branch.LevelRaised);
        }

        if (commit.Before.Law.Level > SupportedLevel)
        {
            Noted(Branch.CommittedBelowLevel);
        }

        commits.Add(commit);
    }
}
