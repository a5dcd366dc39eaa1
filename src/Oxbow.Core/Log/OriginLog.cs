using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;

namespace Oxbow.Core.Log;

/// <summary>
/// The entries of one accepting replica, in the order it accepted them: to find a write by its id, the first one and
/// the last one.
/// </summary>
internal sealed class OriginLog
{
    private readonly List<LogEntry> entries = [];

    public LogEntry? First => entries.Count == 0 ? null : entries[0];

    public LogEntry? Last => entries.Count == 0 ? null : entries[^1];

    /// <summary>
    /// The last one that is committed; null when none is. A take-over may be while writes before it are not.
    /// </summary>
    public LogEntry? LastCommitted => entries.FindLast(entry => entry.IsCommitted);

    public void Add(LogEntry entry)
    {
        Invariant.Holds(entry.Stamp > entry.Write.Previous, "stamps of an origin only grow (I3)");
        Invariant.Holds(
            Last is not { } last || (entry.Write.Previous == last.Stamp && entry.Write.PreviousHash == last.Write.Hash),
            "a vector has no holes: each write follows the last one of its origin (I1)");
        entries.Add(entry);
    }

    /// <summary>The first one after a stamp; null when there is none.</summary>
    public LogEntry? After(AcceptStamp stamp) =>
        PositionAfter(stamp) is var position && position < entries.Count ? entries[position] : null;

    /// <summary>The last one up to a stamp; null when there is none.</summary>
    public LogEntry? UpTo(AcceptStamp stamp) =>
        PositionAfter(stamp) is var position && position > 0 ? entries[position - 1] : null;

    /// <summary>Takes out those after a stamp; gives them, oldest first.</summary>
    public IReadOnlyList<LogEntry> RemoveAfter(AcceptStamp stamp)
    {
        int position = PositionAfter(stamp);
        List<LogEntry> removed = entries.GetRange(position, entries.Count - position);
        entries.RemoveRange(position, removed.Count);
        return removed;
    }

    public LogEntry? Find(AcceptStamp stamp)
    {
        int last = PositionAfter(stamp) - 1;
        return last >= 0 && entries[last].Stamp == stamp ? entries[last] : null;
    }

    private int PositionAfter(AcceptStamp stamp)
    {
        int low = 0;
        int high = entries.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = entries[middle].Stamp <= stamp ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
