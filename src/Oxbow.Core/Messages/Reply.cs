using System.Collections.Immutable;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Sessions;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Messages;

/// <summary>A replica's answer to a client. Given out only after everything it tells of is durable.</summary>
/// <param name="Id">The request's id.</param>
public abstract record Reply(RequestId Id);

/// <summary>The request was refused and changed nothing.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Rejection">Why.</param>
/// <param name="Missing">For <see cref="RejectionCode.SessionNotSatisfied"/>: what the replica lacks.</param>
public sealed record Rejected(RequestId Id, Rejection Rejection, ImmutableArray<VectorEntry> Missing) : Reply(Id);

/// <summary>The write is in the log.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Fate">Its id and what is known of it already.</param>
/// <param name="Session">The session after it; null when the request had none.</param>
public sealed record WriteAccepted(RequestId Id, WriteFate Fate, SessionState? Session) : Reply(Id);

/// <summary>The document, or that there is none.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Document">Null when there is none.</param>
/// <param name="Session">The session after the read; null when the request had none.</param>
public sealed record DocumentRead(RequestId Id, DocumentView? Document, SessionState? Session) : Reply(Id);

/// <summary>A page of documents.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Documents">In key order.</param>
/// <param name="HasMore">True when the limit cut the page.</param>
/// <param name="Session">The session after the read; null when the request had none.</param>
public sealed record DocumentsRead(RequestId Id, IReadOnlyList<DocumentView> Documents, bool HasMore, SessionState? Session) : Reply(Id);

/// <summary>A page of the log.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Entries">In log order.</param>
/// <param name="HasMore">True when the limit cut the page.</param>
public sealed record LogRead(RequestId Id, IReadOnlyList<LogEntryView> Entries, bool HasMore) : Reply(Id);

/// <summary>What became of a write.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Fate">Null when this replica does not hold the write.</param>
public sealed record FateRead(RequestId Id, WriteFate? Fate) : Reply(Id);

/// <summary>The format level is raised.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Fate">The write that raised it, with its commit number.</param>
public sealed record LevelRaised(RequestId Id, WriteFate Fate) : Reply(Id);

/// <summary>How the replica stands.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Status">The status.</param>
public sealed record StatusRead(RequestId Id, ReplicaStatus Status) : Reply(Id);

/// <summary>The fate of a write as one replica knows it.</summary>
/// <param name="Write">The write's id.</param>
/// <param name="CommitNumber">Given once it is committed.</param>
/// <param name="Outcome">What came of it; may change while it is tentative.</param>
public readonly record struct WriteFate(WriteId Write, CommitNumber CommitNumber, Outcome Outcome)
{
    /// <summary>
    /// The write that was made again from this one, under another id, and whose commit number and outcome these are;
    /// null as long as it stands in the log itself.
    /// </summary>
    public WriteId? RemadeAs { get; init; }
}

/// <summary>A document as a read shows it.</summary>
/// <param name="Key">Key, UTF-8.</param>
/// <param name="Value">JSON value, UTF-8.</param>
/// <param name="Write">The write that determined the value.</param>
/// <param name="CommitNumber">That write's commit number; not given while it is tentative.</param>
public sealed record DocumentView(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, WriteId Write, CommitNumber CommitNumber);

/// <summary>An entry of the log as a reader sees it.</summary>
/// <param name="Position">1 for the oldest.</param>
/// <param name="Write">The write.</param>
/// <param name="CommitNumber">Not given while it is tentative.</param>
/// <param name="Outcome">What came of it.</param>
public sealed record LogEntryView(long Position, Write Write, CommitNumber CommitNumber, Outcome Outcome)
{
    /// <summary>
    /// How it came here; null for a write of the replica's own, or when the replica has started anew since.
    /// </summary>
    public Arrival? Arrival { get; init; }
}
