using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;

namespace Oxbow.Core.Log;

/// <summary>
/// The epochs of a committed prefix, the oldest first. The last one determines all before it: a take-over is made once,
/// after one history.
/// </summary>
/// <param name="omitted">Those that begin in the omitted prefix; none for the one that a database begins with.</param>
internal sealed class EpochLine(IReadOnlyList<EpochStart> omitted)
{
    private readonly List<EpochStart> starts =
        omitted.Count > 0 ? [.. omitted] : [new(CommitEpoch.First, CommitNumber.None.Next)];

    private CommitEpoch followed = CommitEpoch.First;

    /// <summary>The largest epoch that commits were taken back for.</summary>
    public CommitEpoch Goal => followed > Current ? followed : Current;

    /// <summary>
    /// True while the commits of the epoch that is followed have not all come: they pass through older ones, whose
    /// primary must not go on as if it had given no number before (I4).
    /// </summary>
    public bool IsOnTheWay => followed > Current;

    /// <summary>The epoch of the last commit.</summary>
    public CommitEpoch Current => starts[^1].Epoch;

    /// <summary>Every epoch with its first number.</summary>
    public IReadOnlyList<EpochStart> Starts => starts;

    public void Begin(EpochStart start)
    {
        Invariant.Holds(start.Epoch > Current, "an epoch gives way to larger ones only (I35)");
        starts.Add(start);
    }

    /// <summary>From now on the commits of an epoch are awaited.</summary>
    public void Follow(CommitEpoch epoch) => followed = epoch > followed ? epoch : followed;

    /// <summary>True when an epoch other than the first begins with a number.</summary>
    public bool BeginsAt(CommitNumber number)
    {
        // The first one is no epoch that began. There are few others.
        for (int index = 1; index < starts.Count; index++)
        {
            if (starts[index].First == number)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets the epochs that begin after a number.</summary>
    public void RollBackTo(CommitNumber number) =>
        starts.RemoveAll(start => start.First > number && start.Epoch != CommitEpoch.First);

    /// <summary>
    /// Up to which number this prefix, which ends at <paramref name="last"/>, and a peer's are bound to be equal: the
    /// end of the last epoch that both have, in the one where it ends first.
    /// </summary>
    public CommitNumber SharedWith(IReadOnlyList<EpochStart> theirs, CommitNumber last, CommitNumber theirLast)
    {
        int shared = 0;
        while (shared < starts.Count && shared < theirs.Count && starts[shared] == theirs[shared])
        {
            shared++;
        }

        CommitNumber mine = EndOf(starts, shared, last);
        CommitNumber other = EndOf(theirs, shared, theirLast);
        return mine < other ? mine : other;
    }

    private static CommitNumber EndOf(IReadOnlyList<EpochStart> starts, int shared, CommitNumber last) =>
        shared < starts.Count ? new(starts[shared].First.Value - 1) : last;
}
