using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Replicas;

/// <summary>
/// Ids of which another history was seen than the one here. A version vector cannot tell the two apart: of such an id a
/// replica says in its hello that it holds what is committed and no more, so that its peer sends the rest and the fork
/// shows.
/// </summary>
/// <param name="mostRemembered">How many writes are remembered.</param>
internal sealed class ForkWatch(int mostRemembered)
{
    private readonly Dictionary<ReplicaIndex, ForkDoubt> doubts = [];
    private readonly HashSet<WriteHash> passedOver = [];
    private readonly HashSet<ReplicaId> prevailed = [];

    /// <summary>The ids that are in doubt.</summary>
    public IReadOnlyCollection<ReplicaIndex> Doubted => doubts.Keys;

    /// <summary>The peer whose words are heard at this moment; null while none are.</summary>
    public ReplicaId? Speaker { get; set; }

    /// <summary>Another history of an id was seen; true when it was not in doubt yet.</summary>
    /// <param name="origin">The id.</param>
    /// <param name="isWhole">
    /// True when it may part from the one here before the last commit, which is then of a smaller epoch.
    /// </param>
    public bool Doubt(ReplicaIndex origin, bool isWhole)
    {
        bool isNew = !doubts.TryGetValue(origin, out ForkDoubt? doubt);
        if (doubt is null)
        {
            doubts.Add(origin, doubt = new());
        }

        doubt.Raise(Speaker, isWhole);
        return isNew;
    }

    /// <summary>
    /// A peer holds other writes than a hello can tell apart: any of these may be of another history.
    /// </summary>
    public void DoubtWhole(IEnumerable<ReplicaIndex> origins)
    {
        foreach (ReplicaIndex origin in origins)
        {
            Doubt(origin, isWhole: true);
        }
    }

    /// <summary>The same of several, up to what is committed; true when one of them was not in doubt yet.</summary>
    public bool Doubt(IEnumerable<ReplicaIndex> origins)
    {
        bool isNew = false;
        foreach (ReplicaIndex origin in origins)
        {
            isNew |= Doubt(origin, isWhole: false);
        }

        return isNew;
    }

    /// <summary>A peer has sent all that it has of them.</summary>
    public void Trust(IReadOnlyCollection<ReplicaIndex> origins, ReplicaId peer)
    {
        foreach (ReplicaIndex origin in origins)
        {
            if (doubts.TryGetValue(origin, out ForkDoubt? doubt) && doubt.Compare(peer))
            {
                doubts.Remove(origin);
            }
        }
    }

    /// <summary>
    /// A write of a history that gave way was passed over; true when nothing before it was, nor it itself.
    /// </summary>
    public bool PassOver(Write write)
    {
        if (passedOver.Count >= mostRemembered)
        {
            // The next one of such a history puts its id in doubt again, which shows the fork again.
            passedOver.Clear();
            prevailed.Clear();
        }

        prevailed.Add(write.Id.Origin);
        return passedOver.Add(write.Hash) && !FollowsPassedOver(write);
    }

    /// <summary>True when a write follows one that was passed over.</summary>
    public bool FollowsPassedOver(Write write) => passedOver.Contains(write.PreviousHash);

    /// <summary>What a hello says that the log holds.</summary>
    public VersionVector Claim(WriteLog log)
    {
        if (doubts.Count == 0 && prevailed.Count == 0)
        {
            return log.Known.ToVersionVector();
        }

        DenseVector claim = DenseVector.From(log.Known.ToVersionVector(), log.Replicas);
        foreach (ReplicaId id in prevailed)
        {
            if (log.ChainOf(id) is { HasRetired: true } chain)
            {
                // Who holds the history that gave way has to see that it is another one, which "everything" does not
                // tell.
                claim[log.Replicas.Intern(id)] = chain.LastStamp!.Value;
            }
        }

        foreach ((ReplicaIndex origin, ForkDoubt doubt) in doubts)
        {
            ReplicaId id = log.Replicas.IdOf(origin);
            OriginLog? chain = log.ChainOf(id);
            AcceptStamp? last = doubt.IsWhole ? chain?.LastOmitted : chain?.LastCommitted;
            if (last is null || last != chain!.LastStamp || !chain.HasRetired)
            {
                claim[origin] = last
                    ?? (!id.IsBase && log.Known.CoversCreationOf(origin) ? id.Created : AcceptStamp.None);
            }
        }

        return claim.ToVersionVector();
    }
}
