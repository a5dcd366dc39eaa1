using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.State;

namespace Oxbow.Core.Log;

/// <summary>
/// The log and what executing it gives, kept in step: the documents always equal replaying the log from the
/// start. Tentative writes are executed lazily: the front of the tentative order is reflected in the documents,
/// the rest when somebody asks (<see cref="ExecutePending"/>), so that a long exchange undoes and redoes once.
/// </summary>
internal sealed class History(TimeSpan requestWindow)
{
    private Executor executor = new(requestWindow);

    public WriteLog Log { get; } = new();

    /// <summary>The replica that gives the next commit number.</summary>
    public ReplicaId Primary => executor.Authority.Primary;

    /// <summary>Hash of the whole committed prefix.</summary>
    public ChainHash Hash { get; private set; } = ChainHash.Empty;

    /// <summary>The documents with every write executed.</summary>
    public DatabaseState State
    {
        get
        {
            ExecutePending();
            return executor.State;
        }
    }

    /// <summary>The write that a retry accepted now would repeat; null when it would be a new write.</summary>
    public LogEntry? FindRequest(ReadOnlySpan<byte> requestKey, AcceptStamp now)
    {
        ExecutePending();
        return executor.FindRequest(requestKey, now) is { } first ? Log.Find(first) : null;
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
    /// Takes the commits after a number back, because a larger epoch begins there. They are tentative again and stand behind
    /// all arrivals, so that peers that lack them get them. What the committed writes made cannot be undone: it is made anew
    /// from the start.
    /// </summary>
    public void RollBackTo(CommitNumber number)
    {
        List<LogEntry> fallen = [.. Log.RollBackTo(number).OrderBy(entry => entry.Write.Id)];
        executor = new(requestWindow);
        Hash = Log.HashAt(number);
        foreach (LogEntry entry in Log.Committed)
        {
            Effect effect = executor.Commit(entry.Write, entry.CommitNumber, Log.Epochs.BeginsAt(entry.CommitNumber));
            Invariant.Holds(effect.Outcome == entry.Outcome, "a write does the same each time it is executed at its place (I13)");
        }

        Log.Tentative.Merge(fallen);
        foreach (LogEntry entry in fallen)
        {
            Log.Arrivals.Add(entry);
        }
    }

    /// <summary>Commits the tentative entries in their order for as long as a replica is the primary. Gives them.</summary>
    public IReadOnlyList<LogEntry> CommitAs(ReplicaId committer)
    {
        if (Log.Tentative.Count == 0 || Primary != committer)
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
        while (Log.Tentative.Count > 0 && Primary == committer);
        return commits;
    }

    /// <summary>Executes the tentative entries that have not been executed since the order changed.</summary>
    public void ExecutePending()
    {
        for (int position = executor.TentativeCount; position < Log.Tentative.Count; position++)
        {
            LogEntry entry = Log.Tentative[position];
            entry.Outcome = executor.Execute(entry.Write);
        }
    }

    private void CommitFirst()
    {
        LogEntry first = Log.Tentative[0];
        Log.Tentative.RemoveFirst();
        Commit(first);
    }

    /// <summary>Commits entries that belong before all that is tentative; nothing tentative is executed at this moment.</summary>
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
        bool beginsEpoch = Log.BeginsEpoch(entry.Write, entry.CommitNumber);
        Effect effect = executor.Commit(entry.Write, entry.CommitNumber, beginsEpoch);
        entry.Outcome = effect.Outcome;
        entry.Hash = Hash = Hash.Extend(entry.Write.Hash, effect.Outcome, effect.Digest);
        Log.AppendCommitted(entry);
        if (beginsEpoch)
        {
            Log.BeginEpoch(entry.Write.TakeOver!.Value.Epoch);
        }
    }
}
