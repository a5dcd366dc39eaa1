using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Log;

/// <summary>
/// What a log still knows of the commits that it does not hold any more (SOSP 1997, section 3.3: the omitted vector):
/// enough to judge every record that can come, and to say what it said before.
/// </summary>
/// <remarks>
/// An omitted prefix ends only where the omitted writes of each origin are all of it up to the last of them. Behind a
/// take-over, which can be committed while writes before it are not, that takes until those are committed as well.
/// </remarks>
internal sealed record OmittedPrefix
{
    /// <summary>Nothing is omitted.</summary>
    public static OmittedPrefix None { get; } = new();

    /// <summary>The last omitted commit, and the chained hash there.</summary>
    public CommittedPrefix End { get; init; } = new(CommitNumber.None, ChainHash.Empty);

    /// <summary>The epochs that begin in it.</summary>
    public IReadOnlyList<EpochStart> Epochs { get; init; } = [];

    /// <summary>The replicas that were evicted in it.</summary>
    public IReadOnlyList<Eviction> Evictions { get; init; } = [];

    /// <summary>Its writes, by origin.</summary>
    public IReadOnlyList<OmittedChain> Chains { get; init; } = [];

    /// <summary>The replicas that were created in it, with the hash of the write that did.</summary>
    public IReadOnlyDictionary<ReplicaId, WriteHash> Creations { get; init; } = new Dictionary<ReplicaId, WriteHash>();

    /// <summary>
    /// Of its writes that were made again from others, and that the format level allowed: by what they say, the first
    /// of them.
    /// </summary>
    public IReadOnlyDictionary<OriginalWrite, WriteId> Remade { get; init; } = new Dictionary<OriginalWrite, WriteId>();

    /// <summary>
    /// Its writes that a retry, or a write made again, can still repeat, because the idempotency window has not passed
    /// them.
    /// </summary>
    public IReadOnlyDictionary<WriteId, OmittedWrite> Recent { get; init; } = new Dictionary<WriteId, OmittedWrite>();

    /// <summary>The stamp from which on all its writes are among the recent ones.</summary>
    public AcceptStamp RememberedFrom { get; init; }

    /// <summary>The digest of its writes.</summary>
    public LogDigest Digest { get; init; }

    /// <summary>True when a write is one of it, to the byte. Of one that is not recent nobody can say.</summary>
    public bool Holds(WriteId id, WriteHash hash) =>
        Recent.TryGetValue(id, out OmittedWrite write) && write.Hash == hash;
}
