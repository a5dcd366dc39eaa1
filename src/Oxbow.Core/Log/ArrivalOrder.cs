namespace Oxbow.Core.Log;

/// <summary>
/// The tentative entries in the order in which they reached this replica: what a live link sends on. Entries
/// at the front are forgotten once they are committed, because commits travel by commit number, or have left the log.
/// </summary>
/// <param name="smallestCompaction">How many entries are gone from the front before their room is given back.</param>
internal sealed class ArrivalOrder(int smallestCompaction)
{
    private readonly List<LogEntry> entries = [];
    private int start;

    /// <summary>Position after the newest arrival; positions count all arrivals there ever were.</summary>
    public long End { get; private set; }

    /// <summary>Position of the oldest arrival still held.</summary>
    public long Start => End - (entries.Count - start);

    public LogEntry this[long position] => entries[start + (int)(position - Start)];

    public void Add(LogEntry entry)
    {
        ForgetPassed();
        entries.Add(entry);
        entry.ArrivalPosition = End++;
    }

    private void ForgetPassed()
    {
        while (start < entries.Count && (entries[start].IsCommitted || entries[start].IsWithdrawn))
        {
            entries[start++] = null!;
        }

        if (start >= smallestCompaction && start * 2 >= entries.Count)
        {
            entries.RemoveRange(0, start);
            start = 0;
        }
    }
}
