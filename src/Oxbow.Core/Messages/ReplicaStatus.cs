using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Membership;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Messages;

/// <summary>How a replica stands at one moment. Two replicas with equal vectors, commit numbers and hashes are equal, unless an id had two histories.</summary>
/// <param name="Identity">Database and replica.</param>
/// <param name="Standing">Active, retiring, retired or quarantined.</param>
/// <param name="Primary">The replica that commits, as far as this one knows.</param>
/// <param name="CommitNumber">Last commit number.</param>
/// <param name="Hash">Chained hash at that number.</param>
/// <param name="TentativeCount">Number of tentative writes.</param>
/// <param name="WriteCount">Number of writes in the log.</param>
/// <param name="Known">Version vector over all of them.</param>
/// <param name="DocumentsHash">SHA-256 over all documents of the latest view; empty unless asked for.</param>
public sealed record ReplicaStatus(
    ReplicaIdentity Identity,
    Standing Standing,
    ReplicaId Primary,
    CommitNumber CommitNumber,
    ChainHash Hash,
    long TentativeCount,
    long WriteCount,
    VersionVector Known,
    ReadOnlyMemory<byte> DocumentsHash)
{
    /// <summary>Number of writes that came by direct mail and wait for what they depend on.</summary>
    public int HeldBackCount { get; init; }

    /// <summary>True for a primary whose journal was cut at its start: it commits once a peer has greeted it.</summary>
    public bool CommitsSuspended { get; init; }

    /// <summary>The epoch of the last commit: 0 until an operator takes over from a lost primary.</summary>
    public CommitEpoch Epoch { get; init; } = CommitEpoch.First;

    /// <summary>True when this replica is the one that commits.</summary>
    public bool IsPrimary => Primary == Identity.Replica;
}
