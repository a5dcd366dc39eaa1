using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Log;

/// <summary>
/// The entries of one accepting replica, in the order it accepted them, behind those that the log has omitted: to find
/// a write by its id, the first one and the last one.
/// </summary>
internal sealed class OriginLog
{
    private readonly List<LogEntry> entries = [];
    private OmittedChain? omitted;

    /// <summary>The first one that is here.</summary>
    public LogEntry? First => entries.Count == 0 ? null : entries[0];

    /// <summary>The last one that is here.</summary>
    public LogEntry? Last => entries.Count == 0 ? null : entries[^1];

    /// <summary>True when no write of the origin ever was in the log.</summary>
    public bool IsEmpty => LastStamp is null;

    /// <summary>The stamp of the last one, omitted or not; null when there is none.</summary>
    public AcceptStamp? LastStamp => Last?.Stamp ?? omitted?.Last;

    /// <summary>The hash of the last one, omitted or not; null when there is none.</summary>
    public WriteHash? Head => Last?.Write.Hash ?? omitted?.LastHash;

    /// <summary>What the first one of all names as the write before it; null when there is none.</summary>
    public WriteHash? Follows => omitted?.Follows ?? First?.Write.PreviousHash;

    /// <summary>True when the last one is the origin's retirement.</summary>
    public bool HasRetired =>
        Last is { } last ? last.Write.Kind == WriteKind.Retirement : omitted is { HasRetired: true };

    /// <summary>
    /// The stamp of the last one that is committed; null when none is. A take-over may be while writes before it are
    /// not.
    /// </summary>
    public AcceptStamp? LastCommitted => entries.FindLast(entry => entry.IsCommitted)?.Stamp ?? omitted?.Last;

    /// <summary>The stamp of the last one that is omitted; null when none is.</summary>
    public AcceptStamp? LastOmitted => omitted?.Last;

    /// <summary>True for a stamp of the part that is omitted.</summary>
    public bool Omits(AcceptStamp stamp) => omitted?.Last >= stamp;

    /// <summary>Begins after what is omitted of the origin.</summary>
    public void BeginAfter(OmittedChain chain)
    {
        Invariant.Holds(IsEmpty, "what is omitted comes before all else");
        omitted = chain;
    }

    public void Add(LogEntry entry)
    {
        Invariant.Holds(entry.Stamp > entry.Write.Previous, "stamps of an origin only grow (I3)");
        Invariant.Holds(
            IsEmpty || (entry.Write.Previous == LastStamp && entry.Write.PreviousHash == Head),
            "a vector has no holes: each write follows the last one of its origin (I1)");
        entries.Add(entry);
    }

    /// <summary>The first one after a stamp; null when there is none.</summary>
    public LogEntry? After(AcceptStamp stamp) =>
        PositionAfter(stamp) is var position && position < entries.Count ? entries[position] : null;

    /// <summary>The largest stamp up to another one; none when there is none.</summary>
    public AcceptStamp LastUpTo(AcceptStamp stamp) => PositionAfter(stamp) is > 0 and var position
        ? entries[position - 1].Stamp
        : omitted is { } before && before.Last <= stamp ? before.Last
        : AcceptStamp.None;

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
