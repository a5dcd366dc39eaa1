using Oxbow.Core.Data;
using Oxbow.Core.Identity;
using Oxbow.Core.Membership;

namespace Oxbow.Core.Log;

/// <summary>
/// The log and the documents it makes, kept in step: the documents always equal replaying the log from the
/// start. Tentative entries are run lazily: the front of the tentative order is reflected in the documents,
/// the rest when somebody asks (<see cref="Settle"/>), so that a long exchange undoes and redoes once.
/// </summary>
internal sealed class History
{
    private readonly DocumentStore documents = new();

    /// <summary>How many tentative entries the documents reflect.</summary>
    private int applied;

    public WriteLog Log { get; } = new();

    public CommitAuthority Authority { get; } = new();

    /// <summary>Hash of the whole committed prefix.</summary>
    public ChainHash Hash { get; private set; } = ChainHash.Empty;

    /// <summary>The documents with every write run.</summary>
    public DocumentStore Documents
    {
        get
        {
            Settle();
            return documents;
        }
    }

    /// <summary>
    /// Gives new entries and new commits their place: commits in place where the order is as expected, otherwise
    /// one roll back by plan. <paramref name="commits"/> carry their numbers already.
    /// </summary>
    /// <param name="commits">Entries now committed, in commit order; held tentatively until now, or new.</param>
    /// <param name="incoming">New tentative entries, sorted.</param>
    public void Integrate(IReadOnlyList<LogEntry> commits, IReadOnlyList<LogEntry> incoming)
    {
        ReorderPlan plan = ReorderPlan.Between(Log.Tentative, applied, commits, incoming);
        Undo(plan.Undo);
        for (int index = 0; index < plan.Confirmed; index++)
        {
            ConfirmFirst();
        }

        CommitInFront(commits, plan.Confirmed);
        Log.Tentative.Merge(incoming);
        foreach (LogEntry entry in incoming)
        {
            Log.Arrivals.Add(entry);
        }
    }

    /// <summary>Commits the tentative entries in their order for as long as a replica is the primary. Gives them.</summary>
    public IReadOnlyList<LogEntry> CommitAs(ReplicaId committer)
    {
        if (Log.Tentative.Count == 0 || Authority.Primary != committer)
        {
            return [];
        }

        List<LogEntry> commits = new(Log.Tentative.Count);
        do
        {
            LogEntry first = Log.Tentative[0];
            first.CommitNumber = Log.LastCommitted.Next;
            ConfirmFirst();
            commits.Add(first);
        }
        while (Log.Tentative.Count > 0 && Authority.Primary == committer);
        return commits;
    }

    /// <summary>Runs the tentative entries that have not been run since the order changed.</summary>
    public void Settle()
    {
        for (; applied < Log.Tentative.Count; applied++)
        {
            documents.Apply(Log.Tentative[applied]);
        }
    }

    private void Undo(int count)
    {
        for (int done = 0; done < count; done++)
        {
            documents.Undo(Log.Tentative[--applied]);
        }
    }

    private void ConfirmFirst()
    {
        LogEntry entry = Log.Tentative[0];
        if (applied > 0)
        {
            applied--;
        }
        else
        {
            documents.Apply(entry);
        }

        Log.Tentative.RemoveFirst();
        Seal(entry);
    }

    /// <summary>Commits entries that belong before all that is tentative; nothing tentative is applied at this moment.</summary>
    private void CommitInFront(IReadOnlyList<LogEntry> commits, int from)
    {
        if (from == commits.Count)
        {
            return;
        }

        Invariant.Holds(applied == 0, "commits that change the order come after the roll back");
        for (int index = from; index < commits.Count; index++)
        {
            documents.Apply(commits[index]);
            Seal(commits[index]);
        }

        Log.Tentative.RemoveCommitted();
    }

    private void Seal(LogEntry entry)
    {
        DocumentStore.Confirm(entry);
        entry.Outcome = Authority.OutcomeOf(entry);
        entry.Hash = Hash = Hash.Extend(entry.Write.Encoded.Span, entry.Outcome);
        Log.AppendCommitted(entry);
    }
}
