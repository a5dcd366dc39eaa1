using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Messages;

/// <summary>What replicas say to one another over a link.</summary>
public abstract record PeerMessage;

/// <summary>First message of either end: who it is and what it holds.</summary>
/// <param name="Identity">Database and replica.</param>
/// <param name="Known">Version vector over everything the sender holds durably.</param>
/// <param name="CommitNumber">The sender's last commit number.</param>
/// <param name="Hash">Chained hash at the last number that the sender has executed.</param>
public sealed record Hello(ReplicaIdentity Identity, VersionVector Known, CommitNumber CommitNumber, ChainHash Hash) : PeerMessage
{
    /// <summary>The version the sender speaks.</summary>
    public int Version { get; init; } = ProtocolVersion.Current;

    /// <summary>The epochs of the sender's commits, the first one included.</summary>
    public IReadOnlyList<EpochStart> Epochs { get; init; } = [new(CommitEpoch.First, new(1))];

    /// <summary>
    /// The last commit that the sender has executed, and the one that <see cref="Hash"/> belongs to: its last one,
    /// unless its software is below the format level of the database.
    /// </summary>
    public CommitNumber ExecutedNumber { get; init; } = CommitNumber;

    /// <summary>The highest format level that the sender's software executes.</summary>
    public int SupportedLevel { get; init; } = 1;

    /// <summary>What time it is at the sender, to the millisecond; null when it does not say.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>
    /// The stamp that a write would bear that the sender accepted now; not given when it accepts none, or does not say.
    /// </summary>
    public AcceptStamp NextStamp { get; init; }

    /// <summary>
    /// A number over all writes that the sender holds, whatever their order; null when it does not say.
    /// </summary>
    public LogDigest? LogDigest { get; init; }
}

/// <summary>
/// A piece of a one-way run: records in an order that keeps the receiver's log causally closed after each.
/// </summary>
/// <param name="Sequence">1, 2, 3 and so on within a link and direction.</param>
/// <param name="Records">Writes and commit notices.</param>
/// <param name="EndsRun">True when the sender has nothing more at this moment.</param>
public sealed record Batch(long Sequence, IReadOnlyList<LogRecord> Records, bool EndsRun) : PeerMessage
{
    /// <summary>The sender's epoch: commit numbers in the batch are of the history that this one ends.</summary>
    public CommitEpoch Epoch { get; init; } = CommitEpoch.First;

    /// <summary>
    /// The commits before those in the batch, or before the take-over whose causes are in it, so that a receiver with
    /// another history notices before it takes one of them; null when it holds neither, or the sender does not say.
    /// </summary>
    public CommittedPrefix? Follows { get; init; }
}

/// <summary>Everything up to a batch is durable at its receiver.</summary>
/// <param name="Sequence">The batch's sequence.</param>
public sealed record Acknowledgement(long Sequence) : PeerMessage;

/// <summary>
/// A write fresh from its accepting replica, pushed ahead of any exchange (Demers et al., "Epidemic Algorithms", PODC
/// 1987, section 1.2).
/// </summary>
/// <param name="Write">The write.</param>
/// <param name="DependsOn">
/// Everything its replica held when it accepted the write: a receiver that lacks some of it holds the write back.
/// </param>
public sealed record Mail(Write Write, VersionVector DependsOn) : PeerMessage;

/// <summary>A program that is to become a replica asks for its id.</summary>
public sealed record JoinRequest : PeerMessage
{
    /// <summary>The version the sender speaks.</summary>
    public int Version { get; init; } = ProtocolVersion.Current;

    /// <summary>Who the new replica is: it stands in its creation write. Null when the program does not say.</summary>
    public ReplicaDescription? Description { get; init; }
}

/// <summary>The creation write is durable at the replica that answers; the new replica may start.</summary>
/// <param name="Identity">Database and id of the new replica.</param>
public sealed record JoinReply(ReplicaIdentity Identity) : PeerMessage;

/// <summary>The sender ends the link, and says why.</summary>
/// <param name="Rejection">The reason.</param>
public sealed record Refusal(Rejection Rejection) : PeerMessage;
