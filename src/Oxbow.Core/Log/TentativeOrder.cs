using Oxbow.Core.Identity;

namespace Oxbow.Core.Log;

/// <summary>
/// The tentative suffix of a log: entries in the order of accept stamp, then replica id. The front can be
/// taken off in constant time, because commits arrive mostly in that order.
/// </summary>
/// <param name="smallestCompaction">How many entries are gone from the front before their room is given back.</param>
internal sealed class TentativeOrder(int smallestCompaction)
{
    private readonly List<LogEntry> entries = [];
    private int start;

    public int Count => entries.Count - start;

    public LogEntry this[int position] => entries[start + position];

    /// <summary>Position of the first entry that does not come before <paramref name="id"/>.</summary>
    public int LowerBound(WriteId id)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (this[middle].Write.Id.CompareTo(id) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Merges sorted entries into the order, moving each entry behind them once.</summary>
    public void Merge(IReadOnlyList<LogEntry> sorted)
    {
        int kept = entries.Count - 1;
        int added = sorted.Count - 1;
        entries.AddRange(sorted);
        for (int target = entries.Count - 1; added >= 0; target--)
        {
            bool keptIsLater = kept >= start && entries[kept].Write.Id.CompareTo(sorted[added].Write.Id) > 0;
            entries[target] = keptIsLater ? entries[kept--] : sorted[added--];
        }
    }

    /// <summary>Takes off the first entry.</summary>
    public void RemoveFirst()
    {
        entries[start++] = null!;
        if (start >= smallestCompaction && start * 2 >= entries.Count)
        {
            entries.RemoveRange(0, start);
            start = 0;
        }
    }

    /// <summary>Takes out every entry that has been committed, in one pass.</summary>
    public void RemoveCommitted() => Remove(entry => entry.IsCommitted);

    /// <summary>Takes out every entry that has left the log, in one pass.</summary>
    public void RemoveWithdrawn() => Remove(entry => entry.IsWithdrawn);

    private void Remove(Predicate<LogEntry> which)
    {
        entries.RemoveRange(0, start);
        start = 0;
        entries.RemoveAll(which);
    }
}
