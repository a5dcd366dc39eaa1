using System.Collections.Immutable;
using Oxbow.Core.Identity;

namespace Oxbow.Core.Vectors;

/// <summary>
/// A version vector inside a replica: an array of stamps by <see cref="ReplicaIndex"/>. It can be completed:
/// an absent entry means "retired, everything known" or "never heard of", and the recursive replica id tells
/// which (SOSP 1997, section 4.3).
/// </summary>
internal sealed class DenseVector(ReplicaTable replicas)
{
    private AcceptStamp[] stamps = new AcceptStamp[4];

    /// <summary>The entry as it stands; <see cref="AcceptStamp.None"/> when absent. Setting that removes the entry.</summary>
    public AcceptStamp this[ReplicaIndex replica]
    {
        get => replica.Value < stamps.Length ? stamps[replica.Value] : AcceptStamp.None;
        set
        {
            if (replica.Value >= stamps.Length)
            {
                Array.Resize(ref stamps, Math.Max(replica.Value + 1, stamps.Length * 2));
            }

            stamps[replica.Value] = value;
        }
    }

    public bool Has(ReplicaIndex replica) => this[replica].IsGiven;

    /// <summary>
    /// The entry, or for an absent one <see cref="AcceptStamp.Maximum"/> when the replica is known to have
    /// retired and <see cref="AcceptStamp.None"/> when it was never heard of. It has retired when the vector
    /// covers its creation and still has no entry. The base entry is never dropped, so its absence always
    /// means "never heard of".
    /// </summary>
    public AcceptStamp Completed(ReplicaIndex replica)
    {
        AcceptStamp stamp = this[replica];
        if (stamp.IsGiven || replica == ReplicaIndex.Base)
        {
            return stamp;
        }

        return CoversCreationOf(replica) ? AcceptStamp.Maximum : AcceptStamp.None;
    }

    /// <summary>True when the write that created the replica is covered.</summary>
    public bool CoversCreationOf(ReplicaIndex replica) =>
        replica == ReplicaIndex.Base || Completed(replicas.CreatorOf(replica)) >= replicas.CreatedAt(replica);

    /// <summary>True when the write of that origin and stamp is covered, retired origins included.</summary>
    public bool Covers(ReplicaIndex origin, AcceptStamp stamp) => Completed(origin) >= stamp;

    /// <summary>Like <see cref="Covers(ReplicaIndex, AcceptStamp)"/> for an id from outside, which is not interned.</summary>
    public bool Covers(ReplicaId origin, AcceptStamp stamp)
    {
        if (replicas.TryFind(origin, out ReplicaIndex index))
        {
            return Covers(index, stamp);
        }

        return !origin.IsBase && Covers(origin.Creator(), origin.Created);
    }

    public void Raise(ReplicaIndex replica, AcceptStamp stamp)
    {
        if (stamp > this[replica])
        {
            this[replica] = stamp;
        }
    }

    public VersionVector ToVersionVector()
    {
        ImmutableArray<VectorEntry>.Builder entries = ImmutableArray.CreateBuilder<VectorEntry>(replicas.Count);
        foreach (ReplicaIndex replica in replicas.InOrderOfId)
        {
            if (Has(replica))
            {
                entries.Add(new(replicas.IdOf(replica), this[replica]));
            }
        }

        return VersionVector.OfSorted(entries.DrainToImmutable());
    }

    public static DenseVector From(VersionVector vector, ReplicaTable replicas)
    {
        DenseVector dense = new(replicas);
        foreach (VectorEntry entry in vector.Entries)
        {
            dense[replicas.Intern(entry.Replica)] = entry.Stamp;
        }

        return dense;
    }
}
