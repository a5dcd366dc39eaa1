using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Replicas;

/// <summary>
/// Tentative writes that peers hold and that are not taken yet, because their stamps lie too far ahead of the clock
/// here: the clock of the one or the other is wrong. Whatever depends on such a write bears a larger stamp still, so it
/// waits as well, and nothing else does.
/// </summary>
/// <param name="mostRemembered">How many writes are remembered.</param>
internal sealed class AheadOfTime(int mostRemembered)
{
    private readonly Dictionary<WriteHash, WriteId> waiting = [];
    private AcceptStamp earliest = AcceptStamp.Maximum;
    private bool isEnding;

    /// <summary>There were more than are remembered.</summary>
    private bool hasOverflowed;

    /// <summary>How many of them are known.</summary>
    public int Count => waiting.Count;

    /// <summary>Takes note of one; true when it was not known and follows none that is.</summary>
    public bool Add(Write write)
    {
        bool isFirst = !Follows(write);
        earliest = write.Id.Stamp < earliest ? write.Id.Stamp : earliest;
        if (waiting.Count >= mostRemembered)
        {
            hasOverflowed |= !waiting.ContainsKey(write.Hash);
            return false;
        }

        return waiting.TryAdd(write.Hash, write.Id) && isFirst;
    }

    /// <summary>True when a write follows one that waits.</summary>
    public bool Follows(Write write) => waiting.ContainsKey(write.PreviousHash);

    /// <summary>
    /// True when a write before which one is missing may follow one that waits and is not remembered.
    /// </summary>
    public bool MayFollow(Write write) => Follows(write) || (hasOverflowed && HoldsUp(write.Id.Stamp));

    /// <summary>
    /// True for a stamp that may be of a write that depends on one that waits, though its own time has come.
    /// </summary>
    public bool HoldsUp(AcceptStamp stamp) => stamp >= earliest;

    /// <summary>True when a write that is not here waits, as far as is remembered, and may wait otherwise.</summary>
    public bool MayContain(WriteId id) =>
        (hasOverflowed && HoldsUp(id.Stamp)) || (waiting.Count > 0 && waiting.ContainsValue(id));

    /// <summary>It came after all, with a commit number, which says its place whatever its stamp.</summary>
    public void Remove(Write write) => waiting.Remove(write.Hash);

    /// <summary>True when the time of the first of them has come.</summary>
    public bool IsOver(HybridClock clock) =>
        !isEnding && earliest != AcceptStamp.Maximum && !clock.IsTooFarAhead(earliest);

    /// <summary>With the turn all that waits is forgotten.</summary>
    public void End() => isEnding = true;

    public void EndTurn()
    {
        if (isEnding)
        {
            isEnding = false;
            hasOverflowed = false;
            waiting.Clear();
            earliest = AcceptStamp.Maximum;
        }
    }
}
