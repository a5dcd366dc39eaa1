using Oxbow.Core.Identity;

namespace Oxbow.Core.Replicas;

/// <summary>Why an id is in doubt, and for how long.</summary>
internal sealed class ForkDoubt
{
    /// <summary>A peer that raised a doubt may never be met again, or not under its id.</summary>
    private const int MostRuns = 16;

    private readonly HashSet<ReplicaId> raisedBy = [];
    private int runs;

    /// <summary>True when not even what is committed is beyond doubt.</summary>
    public bool IsWhole { get; private set; }

    /// <param name="peer">Who has shown the other history; null when it could be anybody.</param>
    /// <param name="isWhole">True when it may part from the one here before the last commit.</param>
    public void Raise(ReplicaId? peer, bool isWhole)
    {
        IsWhole |= isWhole;
        runs = 0;
        if (peer is not null)
        {
            raisedBy.Add(peer);
        }
    }

    /// <summary>
    /// A peer has sent all that it has of the id; true when the doubt is over. Others than those that raised it may hold
    /// the same as this replica, so that nothing was compared.
    /// </summary>
    public bool Compare(ReplicaId peer)
    {
        runs++;
        raisedBy.Remove(peer);
        return raisedBy.Count == 0 || runs >= MostRuns;
    }
}
