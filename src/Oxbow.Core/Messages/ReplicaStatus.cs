using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Messages;

/// <summary>
/// How a replica stands at one moment. Two replicas with equal vectors, commit numbers and hashes are equal, unless an
/// id had two histories.
/// </summary>
/// <param name="Identity">Database and replica.</param>
/// <param name="Standing">Active, retiring, retired or quarantined.</param>
/// <param name="Primary">The replica that commits, as far as this one knows.</param>
/// <param name="CommitNumber">Last commit number.</param>
/// <param name="Hash">Chained hash at the last number that is executed.</param>
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

    /// <summary>Number of writes of peers that wait because their stamps lie too far ahead of the clock here.</summary>
    public int AheadCount { get; init; }

    /// <summary>True for a primary whose journal was cut at its start: it commits once a peer has greeted it.</summary>
    public bool CommitsSuspended { get; init; }

    /// <summary>The epoch of the last commit: 0 until an operator takes over from a lost primary.</summary>
    public CommitEpoch Epoch { get; init; } = CommitEpoch.First;

    /// <summary>
    /// The last commit that is executed here: what reads show, and what <see cref="Hash"/> belongs to.
    /// </summary>
    public CommitNumber ExecutedNumber { get; init; } = CommitNumber;

    /// <summary>The format level of the database, as far as is executed here.</summary>
    public int Level { get; init; } = 1;

    /// <summary>The highest format level that the software executes.</summary>
    public int SupportedLevel { get; init; } = 1;

    /// <summary>
    /// The replicas that have not retired, in the order of their ids, as the executed commits tell of them.
    /// </summary>
    public IReadOnlyList<KnownReplica> Replicas { get; init; } = [];

    /// <summary>
    /// True when the software is below the format level: what is committed after <see cref="ExecutedNumber"/> waits for
    /// an upgrade.
    /// </summary>
    public bool IsBelowLevel => Level > SupportedLevel;

    /// <summary>True when this replica is the one that commits.</summary>
    public bool IsPrimary => Primary == Identity.Replica && !IsBelowLevel;

    /// <summary>The name of the primary's node; null when it is not known.</summary>
    public string? PrimaryNode => Replicas.FirstOrDefault(known => known.Replica == Primary) is { NodeName.Length: > 0 } primary ? primary.NodeName : null;
}
