using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Sizes;
using Oxbow.Core.State;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Log;

/// <summary>
/// The log and what executing it gives, kept in step: the documents always equal replaying the log from the
/// start. Tentative writes are executed lazily: the front of the tentative order is reflected in the documents,
/// the rest when somebody asks (<see cref="ExecutePending"/>), so that a long exchange undoes and redoes once, and in
/// pieces, so that a long tail does not block a turn.
/// </summary>
/// <remarks>
/// Software below the format level executes no write behind the raise. The order goes on without it; documents, hash
/// and authority stay as they are after the raise, at <see cref="ExecutedNumber"/>.
/// </remarks>
internal sealed class History
{
    private readonly BaseState start;
    private readonly TimeSpan requestWindow;
    private readonly int supportedLevel;
    private readonly CoreSizes sizes;
    private Executor executor;
    private WriteLog? readable;

    /// <param name="start">What went before.</param>
    /// <param name="requestWindow">For how long idempotency keys are remembered.</param>
    /// <param name="supportedLevel">The highest format level that this software executes.</param>
    /// <param name="sizes">For the log and the documents.</param>
    public History(BaseState start, TimeSpan requestWindow, int supportedLevel, CoreSizes sizes)
    {
        Log = new(sizes, start.Omitted);
        Hash = start.Omitted.End.Hash;
        this.start = start;
        this.sizes = sizes;
        this.requestWindow = requestWindow;
        this.supportedLevel = supportedLevel;
        executor = NewExecutor();
    }

    public WriteLog Log { get; }

    /// <summary>The replica that gives the next commit number, as far as is executed here.</summary>
    public ReplicaId Primary => executor.Authority.Primary;

    /// <summary>The replicas, as far as is executed here.</summary>
    public MemberTable Members => executor.Members;

    /// <summary>The format level, as far as is executed here.</summary>
    public int Level => executor.Level;

    /// <summary>True when this software cannot execute what is committed after <see cref="ExecutedNumber"/>.</summary>
    public bool IsBelowLevel => executor.IsBelowLevel;

    /// <summary>
    /// The last commit that was executed: the last one of all, unless this software is below the format level.
    /// </summary>
    public CommitNumber ExecutedNumber => executor.State.Committed.Number;

    /// <summary>
    /// The log as far as the documents show it: what the guarantees of a session are judged by. Writes that are held
    /// and not executed are none that a client can read.
    /// </summary>
    public WriteLog Readable => readable ?? Log;

    /// <summary>Hash of the committed prefix up to <see cref="ExecutedNumber"/>.</summary>
    public ChainHash Hash { get; private set; }

    /// <summary>
    /// How many tentative writes are not executed since the order changed. Software below the format level executes
    /// none, and none is pending for it.
    /// </summary>
    public int PendingCount => IsBelowLevel ? 0 : Log.Tentative.Count - executor.TentativeCount;

    /// <summary>The documents as a view shows them. For the latest one nothing may be pending.</summary>
    public DatabaseState Documents(ReadView view)
    {
        Invariant.Holds(
            view == ReadView.Committed || PendingCount == 0,
            "who reads the latest documents has executed what is pending");
        return executor.State;
    }

    /// <summary>
    /// The write that a retry accepted now would repeat; null when it would be a new write. Nothing may be pending.
    /// </summary>
    public WriteId? FindRequest(ReadOnlySpan<byte> requestKey, AcceptStamp now)
    {
        Invariant.Holds(PendingCount == 0, "who looks for an idempotency key has executed what is pending");
        return executor.FindRequest(requestKey, now);
    }

    /// <summary>
    /// Gives new entries and new commits their place: commits in place where the order is as expected, otherwise
    /// one roll back by plan. <paramref name="commits"/> carry their numbers already.
    /// </summary>
    /// <param name="commits">Entries now committed, in commit order; held tentatively until now, or new.</param>
    /// <param name="incoming">New tentative entries, sorted.</param>
    public void Integrate(IReadOnlyList<LogEntry> commits, IReadOnlyList<LogEntry> incoming)
    {
        ReorderPlan plan = ReorderPlan.Between(Log.Tentative, executor.TentativeCount, commits, incoming);
        for (int undone = 0; undone < plan.Undo; undone++)
        {
            executor.UndoLast();
        }

        for (int index = 0; index < plan.Confirmed; index++)
        {
            CommitFirst();
        }

        CommitInFront(commits, plan.Confirmed);
        Log.Tentative.Merge(incoming);
        foreach (LogEntry entry in incoming)
        {
            Log.Arrivals.Add(entry);
        }
    }

    /// <summary>
    /// Takes the commits after a number back, because a larger epoch begins there. They are tentative again and stand
    /// behind all arrivals, so that peers that lack them get them. What the committed writes made cannot be undone: it
    /// is made anew from the start.
    /// </summary>
    /// <remarks>
    /// Not in pieces: documents that show a part of the committed writes answer nothing, and nothing can be committed
    /// on top of them. It happens when a take-over reaches those who had gone on with the old primary.
    /// </remarks>
    /// <param name="number">The last commit to keep.</param>
    /// <param name="epoch">The larger epoch.</param>
    public void RollBackTo(CommitNumber number, CommitEpoch epoch)
    {
        Log.Epochs.Follow(epoch);
        List<LogEntry> fallen = [.. Log.RollBackTo(number).OrderBy(entry => entry.Write.Id)];
        executor = NewExecutor();
        readable = null;
        foreach (LogEntry entry in Log.Committed.TakeWhile(_ => !IsBelowLevel))
        {
            Effect effect = executor.Commit(entry.Write, entry.CommitNumber, Log.Epochs.BeginsAt(entry.CommitNumber));
            Invariant.Holds(
                effect.Outcome == entry.Outcome, "a write does the same each time it is executed at its place (I13)");
            readable = IsBelowLevel ? ReadableLog.UpTo(entry, Log, sizes) : null;
        }

        Hash = Log.HashAt(ExecutedNumber);

        Log.Tentative.Merge(fallen);
        foreach (LogEntry entry in fallen)
        {
            Log.Arrivals.Add(entry);
        }
    }

    /// <summary>
    /// Takes the tentative writes of an origin after a stamp out of the log, with those of the replicas that they
    /// created; gives them.
    /// </summary>
    public IReadOnlyList<LogEntry> WithdrawAfter(ReplicaIndex origin, AcceptStamp kept)
    {
        IReadOnlyList<LogEntry> withdrawn = Log.WithdrawAfter(origin, kept);
        int first = 0;
        while (first < Log.Tentative.Count && !Log.Tentative[first].IsWithdrawn)
        {
            first++;
        }

        while (executor.TentativeCount > first)
        {
            executor.UndoLast();
        }

        Log.Tentative.RemoveWithdrawn();
        return withdrawn;
    }

    /// <summary>
    /// Commits the tentative entries in their order for as long as a replica is the primary. Gives them. Ends with an
    /// eviction: some of those behind it may have to leave first.
    /// </summary>
    /// <remarks>
    /// Not in pieces, however long the tail is that a new primary finds: a primary commits what it accepts in the same
    /// step, and answers with the number; so nothing may stand tentative before a new write. Raising the format level
    /// rests on that. It happens once for each primary, and what was executed before is not executed again.
    /// </remarks>
    public IReadOnlyList<LogEntry> CommitAs(ReplicaId committer)
    {
        if (Log.Tentative.Count == 0 || Primary != committer || IsBelowLevel || Log.Epochs.IsOnTheWay || Log.Evictions.HasFresh)
        {
            return [];
        }

        List<LogEntry> commits = new(Log.Tentative.Count);
        do
        {
            LogEntry first = Log.Tentative[0];
            first.CommitNumber = Log.LastCommitted.Next;
            CommitFirst();
            commits.Add(first);
        }
        while (Log.Tentative.Count > 0 && Primary == committer && !IsBelowLevel && !Log.Evictions.HasFresh);
        return commits;
    }

    /// <summary>
    /// Executes tentative entries that have not been executed since the order changed, the lowest first; gives how
    /// many.
    /// </summary>
    /// <param name="most">Most to execute; the others stay pending.</param>
    public int ExecutePending(int most)
    {
        int count = Math.Min(most, PendingCount);
        for (int executed = 0; executed < count; executed++)
        {
            LogEntry entry = Log.Tentative[executor.TentativeCount];
            entry.Outcome = executor.Execute(entry.Write);
        }

        return Math.Max(0, count);
    }

    /// <summary>
    /// The state after a commit that was executed here, from which another replica can start; null where the log cannot
    /// be cut, because a take-over is committed before writes that its origin accepted earlier.
    /// </summary>
    public BaseState? StateAfter(CommitNumber number)
    {
        Invariant.Holds(Log.Reaches(number) && number <= ExecutedNumber, "a base state is of commits that are here");
        Executor replay = NewExecutor();
        foreach (LogEntry entry in Log.Committed.TakeWhile(entry => entry.CommitNumber <= number))
        {
            replay.Commit(entry.Write, entry.CommitNumber, Log.Epochs.BeginsAt(entry.CommitNumber));
        }

        return BaseState.After(number, Log, replay);
    }

    private Executor NewExecutor() => start.Begin(requestWindow, supportedLevel, IsMadeAgain, sizes);

    /// <summary>
    /// True when another write that says the same stands before this one in the order: its original, or one made again
    /// from the same. No commit number: among tentative writes.
    /// </summary>
    private bool IsMadeAgain(Write write, CommitNumber number, bool remembersOriginal)
    {
        if (Log.Remade.IsEmpty)
        {
            return false;
        }

        OriginalWrite root = write.Root;
        return Log.Remade.Omits(root)
            || (remembersOriginal && IsBehindOriginal(write, root, number))
            || Log.Remade.Of(root).Any(other => other.Write != write && CountsBefore(other, write, number));
    }

    private bool IsBehindOriginal(Write write, OriginalWrite root, CommitNumber number) =>
        Log.Find(root.Id) is { } original
        ? original.Write.Hash == root.Hash && CountsBefore(original, write, number)
        : Log.IsOmitted(root);

    /// <summary>
    /// One above the format level at its place says nothing there, so it takes nothing from those behind it.
    /// </summary>
    private bool CountsBefore(LogEntry entry, Write write, CommitNumber number)
    {
        bool isBefore = number.IsGiven
            ? entry.IsCommitted && entry.CommitNumber < number
            : entry.IsCommitted || entry.Write.Id < write.Id;
        return isBefore && (entry.IsCommitted ? !entry.SaysNothing : entry.Write.Schema <= Level);
    }

    private void CommitFirst()
    {
        LogEntry first = Log.Tentative[0];
        Log.Tentative.RemoveFirst();
        Commit(first);
    }

    /// <summary>
    /// Commits entries that belong before all that is tentative; nothing tentative is executed at this moment.
    /// </summary>
    private void CommitInFront(IReadOnlyList<LogEntry> commits, int from)
    {
        if (from == commits.Count)
        {
            return;
        }

        Invariant.Holds(executor.TentativeCount == 0, "commits that change the order come after the roll back");
        for (int index = from; index < commits.Count; index++)
        {
            Commit(commits[index]);
        }

        Log.Tentative.RemoveCommitted();
    }

    private void Commit(LogEntry entry)
    {
        // Of what is not executed there is no hash to compare: the order alone says that an epoch begins.
        bool beginsEpoch = Log.BeginsEpoch(entry.Write, entry.CommitNumber, isHashed: !IsBelowLevel);
        if (!IsBelowLevel)
        {
            ExecuteCommit(entry, beginsEpoch);
        }

        Log.AppendCommitted(entry);
        if (entry.Outcome == Outcome.Applied && entry.Write.Evicted is { } evicted)
        {
            Log.Evict(evicted);
        }

        if (beginsEpoch)
        {
            Log.BeginEpoch(entry.Write.TakeOver!.Value.Epoch);
        }
    }

    private void ExecuteCommit(LogEntry entry, bool beginsEpoch)
    {
        int level = Level;
        Effect effect = executor.Commit(entry.Write, entry.CommitNumber, beginsEpoch);
        entry.Outcome = effect.Outcome;
        entry.Hash = Hash = Hash.Extend(entry.Write.Hash, effect.Outcome, effect.Digest);
        if (Level != level)
        {
            OnLevelRaised(entry);
        }
    }

    /// <summary>
    /// What is tentative was executed under the level before, where other writes count; here it may not be executed at
    /// all.
    /// </summary>
    private void OnLevelRaised(LogEntry raise)
    {
        while (executor.TentativeCount > 0)
        {
            executor.UndoLast();
        }

        if (!IsBelowLevel)
        {
            return;
        }

        for (int position = 0; position < Log.Tentative.Count; position++)
        {
            // Those that this batch commits stand in the tentative order until its end.
            LogEntry entry = Log.Tentative[position];
            entry.Outcome = entry.IsCommitted && entry.CommitNumber <= raise.CommitNumber
                ? entry.Outcome
                : Outcome.None;
        }

        readable = ReadableLog.UpTo(raise, Log, sizes);
    }
}
