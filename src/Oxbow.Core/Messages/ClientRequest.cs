using Oxbow.Core.Identity;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Messages;

/// <summary>What a client asks of a replica. Every request gets exactly one <see cref="Reply"/>.</summary>
/// <param name="Id">Given back in the reply.</param>
public abstract record ClientRequest(RequestId Id) : Input;

/// <summary>Accept a write. Reply: <see cref="WriteAccepted"/>.</summary>
/// <param name="Id">Given back in the reply.</param>
/// <param name="Updates">The updates, all or none; the bytes are copied.</param>
/// <param name="Session">The session it belongs to, if any.</param>
public sealed record SubmitWrite(RequestId Id, IReadOnlyList<Update> Updates, SessionState? Session) : ClientRequest(Id)
{
    /// <summary>
    /// Idempotency key, 1 to 128 bytes; empty for none. A second write with the same key, here or at another
    /// replica, is the same write: it is answered with the first one's fate and changes nothing.
    /// </summary>
    public ReadOnlyMemory<byte> RequestKey { get; init; }

    /// <summary>What has to hold here and now, in the latest view, for the write to be accepted; nothing by default.</summary>
    public IReadOnlyList<Precondition> Preconditions { get; init; } = [];

    /// <summary>The format level that the write needs: for tests, as long as there is only one.</summary>
    internal int Schema { get; init; } = 1;
}

/// <summary>
/// A condition on a document at the accepting replica. It is not checked again elsewhere: a write from another
/// replica may still come before.
/// </summary>
/// <param name="Collection">Collection name, UTF-8.</param>
/// <param name="Key">Document key, UTF-8.</param>
/// <param name="Expected">The write that must have determined the value; null when the document must not exist.</param>
public sealed record Precondition(ReadOnlyMemory<byte> Collection, ReadOnlyMemory<byte> Key, WriteId? Expected);

/// <summary>Read one document. Reply: <see cref="DocumentRead"/>.</summary>
/// <param name="Id">Given back in the reply.</param>
/// <param name="Collection">Collection name, UTF-8.</param>
/// <param name="Key">Document key, UTF-8.</param>
/// <param name="View">Latest or committed.</param>
/// <param name="Session">The session it belongs to, if any.</param>
public sealed record ReadDocument(
    RequestId Id,
    ReadOnlyMemory<byte> Collection,
    ReadOnlyMemory<byte> Key,
    ReadView View,
    SessionState? Session) : ClientRequest(Id);

/// <summary>Read documents of a collection in key order. Reply: <see cref="DocumentsRead"/>.</summary>
/// <param name="Id">Given back in the reply.</param>
/// <param name="Collection">Collection name, UTF-8.</param>
/// <param name="Range">Which keys, and how many at most.</param>
/// <param name="View">Latest or committed.</param>
/// <param name="Session">The session it belongs to, if any.</param>
public sealed record ScanDocuments(
    RequestId Id,
    ReadOnlyMemory<byte> Collection,
    KeyRange Range,
    ReadView View,
    SessionState? Session) : ClientRequest(Id);

/// <summary>Read the log. Reply: <see cref="LogRead"/>.</summary>
/// <param name="Id">Given back in the reply.</param>
/// <param name="After">Number of entries to pass over, counted from the oldest.</param>
/// <param name="Limit">Most entries to give.</param>
public sealed record ReadLog(RequestId Id, long After, int Limit) : ClientRequest(Id);

/// <summary>Ask what became of a write. Reply: <see cref="FateRead"/>.</summary>
/// <param name="Id">Given back in the reply.</param>
/// <param name="Write">The write.</param>
public sealed record ReadFate(RequestId Id, WriteId Write) : ClientRequest(Id);

/// <summary>Raise the format level of the database. Reply: <see cref="LevelRaised"/>.</summary>
/// <param name="Id">Given back in the reply.</param>
/// <param name="Level">The level that it is to have.</param>
public sealed record RaiseLevel(RequestId Id, int Level) : ClientRequest(Id);

/// <summary>Ask how the replica stands. Reply: <see cref="StatusRead"/>.</summary>
/// <param name="Id">Given back in the reply.</param>
/// <param name="WithDocumentsHash">True to hash all documents, which takes time in proportion to them.</param>
public sealed record ReadStatus(RequestId Id, bool WithDocumentsHash) : ClientRequest(Id);

/// <summary>
/// Make this replica the primary although the present one has handed nothing over: an operator's act, for a primary that is
/// lost for good. Commits that only the old primary knows fall back to tentative and are committed anew. Reply:
/// <see cref="WriteAccepted"/>.
/// </summary>
/// <param name="Id">Given back in the reply.</param>
/// <param name="From">The primary to be replaced; refused when another one is known by now.</param>
public sealed record TakeOverPrimary(RequestId Id, ReplicaId From) : ClientRequest(Id);

/// <summary>
/// End a replica that is lost for good, on its behalf. What it accepted and nobody has committed is made again wherever
/// it is known, under another id; if it comes back it takes a new id and does the same. Reply:
/// <see cref="WriteAccepted"/>; it counts once it is committed.
/// </summary>
/// <param name="Id">Given back in the reply.</param>
/// <param name="Replica">The replica; neither this one nor the primary.</param>
public sealed record EvictReplica(RequestId Id, ReplicaId Replica) : ClientRequest(Id);

/// <summary>Hand the authority to commit to another replica and go on without it. Reply: <see cref="WriteAccepted"/>.</summary>
/// <param name="Id">Given back in the reply.</param>
/// <param name="To">The replica that is to be the primary.</param>
public sealed record MovePrimary(RequestId Id, ReplicaId To) : ClientRequest(Id);
