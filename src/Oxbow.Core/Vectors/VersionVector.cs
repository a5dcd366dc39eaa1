using System.Collections.Immutable;
using Oxbow.Core.Identity;

namespace Oxbow.Core.Vectors;

/// <summary>
/// A version vector as it travels: entries sorted by replica id, each replica at most once. Immutable.
/// Inside a replica the same thing is a <see cref="DenseVector"/>.
/// </summary>
/// <remarks>
/// An absent entry counts as "nothing of that replica". Whether an absent replica has retired or was never
/// heard of is decided by <see cref="DenseVector.Completed"/>, which knows the creators of all ids.
/// </remarks>
public sealed class VersionVector : IEquatable<VersionVector>
{
    /// <summary>Most replicas one database can have had, and so the most entries a vector can have.</summary>
    public const int MaximumEntries = ReplicaTable.MaximumReplicas;

    private VersionVector(ImmutableArray<VectorEntry> entries) => Entries = entries;

    /// <summary>The vector that covers nothing.</summary>
    public static VersionVector Empty { get; } = new([]);

    /// <summary>The entries, sorted by replica id.</summary>
    public ImmutableArray<VectorEntry> Entries { get; }

    /// <summary>The stamp of a replica, or <see cref="AcceptStamp.None"/> when it has no entry.</summary>
    public AcceptStamp this[ReplicaId replica]
    {
        get
        {
            int position = Find(replica);
            return position >= 0 ? Entries[position].Stamp : AcceptStamp.None;
        }
    }

    /// <summary>Takes entries that are known to be sorted and complete.</summary>
    internal static VersionVector OfSorted(ImmutableArray<VectorEntry> entries) => new(entries);

    /// <summary>Builds a vector from entries in any order.</summary>
    /// <exception cref="ArgumentException">A replica stands twice or an entry has no stamp.</exception>
    public static VersionVector From(IEnumerable<VectorEntry> entries)
    {
        ImmutableArray<VectorEntry> sorted = [.. entries.OrderBy(entry => entry.Replica)];
        return TryFromSorted(sorted, out VersionVector vector)
            ? vector
            : throw new ArgumentException("Each replica stands once, with a stamp.", nameof(entries));
    }

    /// <summary>Takes entries that came from outside; false when they are not strictly sorted or lack a stamp.</summary>
    public static bool TryFromSorted(ImmutableArray<VectorEntry> entries, out VersionVector vector)
    {
        vector = Empty;
        for (int position = 0; position < entries.Length; position++)
        {
            bool ordered = position == 0 || entries[position - 1].Replica < entries[position].Replica;
            if (!ordered || !entries[position].Stamp.IsGiven)
            {
                return false;
            }
        }

        vector = new(entries);
        return true;
    }

    /// <summary>The same vector with one entry raised to <paramref name="stamp"/>; never lowered.</summary>
    public VersionVector With(ReplicaId replica, AcceptStamp stamp)
    {
        int position = Find(replica);
        if (position < 0)
        {
            return new(Entries.Insert(~position, new(replica, stamp)));
        }

        return Entries[position].Stamp >= stamp ? this : new(Entries.SetItem(position, new(replica, stamp)));
    }

    /// <summary>The least vector that covers both.</summary>
    public VersionVector Merge(VersionVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ImmutableArray<VectorEntry>.Builder merged = ImmutableArray.CreateBuilder<VectorEntry>(Math.Max(Entries.Length, other.Entries.Length));
        foreach ((VectorEntry? mine, VectorEntry? theirs) in Pairs(other))
        {
            merged.Add(mine is null || (theirs is not null && theirs.Value.Stamp > mine.Value.Stamp) ? theirs!.Value : mine.Value);
        }

        return new(merged.ToImmutable());
    }

    /// <summary>
    /// The stamp of a replica in a vector that leaves out retired ones: without an entry, everything when its
    /// creation is covered, nothing otherwise. See <see cref="DenseVector.Completed"/>.
    /// </summary>
    internal AcceptStamp Completed(ReplicaId replica)
    {
        AcceptStamp stamp = this[replica];
        if (stamp.IsGiven || replica.IsBase)
        {
            return stamp;
        }

        return Completed(replica.Creator()) >= replica.Created ? AcceptStamp.Maximum : AcceptStamp.None;
    }

    /// <summary>The least vector that covers two that leave out retired replicas: what either leaves out stays out.</summary>
    internal VersionVector MergeCompleted(VersionVector other) => new(
    [
        .. Merge(other).Entries.Where(entry => Completed(entry.Replica) <= entry.Stamp && other.Completed(entry.Replica) <= entry.Stamp),
    ]);

    /// <summary>Compares entry by entry; an absent entry is smaller than any stamp.</summary>
    public VectorOrder CompareWith(VersionVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        bool mineHasMore = false;
        bool theirsHasMore = false;
        foreach ((VectorEntry? mine, VectorEntry? theirs) in Pairs(other))
        {
            AcceptStamp mineStamp = mine?.Stamp ?? AcceptStamp.None;
            AcceptStamp theirStamp = theirs?.Stamp ?? AcceptStamp.None;
            mineHasMore |= mineStamp > theirStamp;
            theirsHasMore |= theirStamp > mineStamp;
        }

        return (mineHasMore, theirsHasMore) switch
        {
            (false, false) => VectorOrder.Equal,
            (false, true) => VectorOrder.Before,
            (true, false) => VectorOrder.After,
            (true, true) => VectorOrder.Concurrent,
        };
    }

    /// <inheritdoc/>
    public bool Equals(VersionVector? other) => other is not null && Entries.SequenceEqual(other.Entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VersionVector);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (VectorEntry entry in Entries)
        {
            hash.Add(entry);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", Entries.Select(entry => $"{entry.Replica}:{entry.Stamp}"))}}}";

    /// <summary>Walks both vectors in step, by replica id; one side is null where it has no entry.</summary>
    private IEnumerable<(VectorEntry? Mine, VectorEntry? Theirs)> Pairs(VersionVector other)
    {
        int mine = 0;
        int theirs = 0;
        while (mine < Entries.Length || theirs < other.Entries.Length)
        {
            int order = mine == Entries.Length ? 1
                : theirs == other.Entries.Length ? -1
                : Entries[mine].Replica.CompareTo(other.Entries[theirs].Replica);
            yield return (order <= 0 ? Entries[mine++] : null, order >= 0 ? other.Entries[theirs++] : null);
        }
    }

    private int Find(ReplicaId replica)
    {
        int low = 0;
        int high = Entries.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Entries[middle].Replica.CompareTo(replica);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
