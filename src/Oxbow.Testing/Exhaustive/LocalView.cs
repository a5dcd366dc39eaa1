using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Vectors;

namespace Oxbow.Testing.Exhaustive;

/// <summary>What a replica shows to whoever asks.</summary>
/// <param name="Replica">Its id.</param>
/// <param name="Standing">Whether it takes writes.</param>
/// <param name="Log">Numbers of the writes it holds, in log order.</param>
/// <param name="CommittedCount">How many of them are committed.</param>
/// <param name="IsPrimary">Whether it commits.</param>
/// <param name="Known">Its version vector.</param>
/// <param name="Hash">Chained hash of the committed part.</param>
/// <param name="DocumentsHash">Hash of its documents.</param>
internal sealed record LocalView(
    ReplicaId Replica,
    Standing Standing,
    int[] Log,
    int CommittedCount,
    bool IsPrimary,
    VersionVector Known,
    ChainHash Hash,
    UInt128 DocumentsHash)
{
    /// <summary>The writes it has accepted, oldest first.</summary>
    public required IReadOnlyList<OwnWrite> Own { get; init; }

    /// <summary>The epoch of its last commit.</summary>
    public required CommitEpoch Epoch { get; init; }

    /// <summary>The replica that commits, as far as it knows.</summary>
    public required ReplicaId Primary { get; init; }

    /// <summary>Whether it can take over.</summary>
    public bool CanTakeOver => Standing == Standing.Active && !IsPrimary && Primary != ReplicaId.Nobody;

    /// <summary>Whether both hold the same, in the same order, with the same results.</summary>
    public bool IsEqualTo(LocalView other) =>
        CommittedCount == other.CommittedCount
        && Hash == other.Hash
        && DocumentsHash == other.DocumentsHash
        && Known.Equals(other.Known)
        && Log.AsSpan().SequenceEqual(other.Log);
}
