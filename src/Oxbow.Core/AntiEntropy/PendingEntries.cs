using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Log;
using Oxbow.Core.Writes;

namespace Oxbow.Core.AntiEntropy;

/// <summary>
/// Entries that the log holds and that have no place in its order yet: those of one batch, or of a stretch of the
/// journal. They get it together, so that the documents are rolled back once.
/// </summary>
internal sealed class PendingEntries(WriteLog log)
{
    private readonly List<LogEntry> commits = [];
    private readonly List<LogEntry> incoming = [];

    /// <summary>Entries now committed, in commit order.</summary>
    public IReadOnlyList<LogEntry> Commits => commits;

    public int Count => commits.Count + incoming.Count;

    /// <summary>The number that the next commit has to bear.</summary>
    public CommitNumber NextCommit => new(log.LastCommitted.Value + commits.Count + 1);

    /// <summary>The write at a commit number before <see cref="NextCommit"/>.</summary>
    public Write WriteAt(CommitNumber number)
    {
        int position = (int)(number.Value - log.LastCommitted.Value) - 1;
        return (position < 0 ? log.At(number) : commits[position]).Write;
    }

    /// <summary>Puts a new write into the log, which makes it known; its place comes later.</summary>
    public LogEntry Add(Write write, CommitNumber commitNumber)
    {
        LogEntry entry = log.Add(write);
        if (!commitNumber.IsGiven)
        {
            incoming.Add(entry);
        }
        else
        {
            Commit(entry, commitNumber);
        }

        return entry;
    }

    /// <summary>Gives an entry the next commit number.</summary>
    public void Commit(LogEntry entry, CommitNumber commitNumber)
    {
        Invariant.Holds(!entry.IsCommitted, "a write is committed once");
        Invariant.Holds(commitNumber == NextCommit, "commit numbers have no gaps");
        entry.CommitNumber = commitNumber;
        commits.Add(entry);
    }

    /// <summary>What is still tentative, in tentative order. A run comes sorted, live arrivals may not.</summary>
    public IReadOnlyList<LogEntry> SortIncoming()
    {
        incoming.RemoveAll(entry => entry.IsCommitted);
        for (int index = 1; index < incoming.Count; index++)
        {
            if (incoming[index - 1].Write.Id > incoming[index].Write.Id)
            {
                incoming.Sort((left, right) => left.Write.Id.CompareTo(right.Write.Id));
                break;
            }
        }

        return incoming;
    }

    public void Clear()
    {
        commits.Clear();
        incoming.Clear();
    }
}
