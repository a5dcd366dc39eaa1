using System.Collections.Immutable;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Sessions;

/// <summary>
/// What a session has written and read so far, as vectors. It travels as an opaque token between programs and
/// replicas; a replica keeps nothing of it. Immutable.
/// </summary>
public sealed record SessionState
{
    /// <summary>A session that has done nothing yet, with all guarantees over the whole session.</summary>
    public static SessionState New { get; } = new();

    /// <summary>The guarantees asked for.</summary>
    public Guarantees Guarantees { get; init; } = Guarantees.All;

    /// <summary>Whole session or per document.</summary>
    public SessionScope Scope { get; init; } = SessionScope.Session;

    /// <summary>
    /// Covers every write the session's reads depended on. A replica whose creation it covers and that has no
    /// entry had retired: every write of it counts. Empty in scope <see cref="SessionScope.Key"/>.
    /// </summary>
    public VersionVector ReadVector { get; init; } = VersionVector.Empty;

    /// <summary>Covers every write the session made. Empty in scope <see cref="SessionScope.Key"/>.</summary>
    public VersionVector WriteVector { get; init; } = VersionVector.Empty;

    /// <summary>Largest commit number a committed read was answered at.</summary>
    public CommitNumber CommittedRead { get; init; }

    /// <summary>In scope <see cref="SessionScope.Key"/>: the newest write that the session made of each document.</summary>
    public ImmutableSortedDictionary<DocumentKey, WriteId> KeysWritten { get; init; } = ImmutableSortedDictionary<DocumentKey, WriteId>.Empty;

    /// <summary>In scope <see cref="SessionScope.Key"/>: the newest write that the session read of each document.</summary>
    public ImmutableSortedDictionary<DocumentKey, WriteId> KeysRead { get; init; } = ImmutableSortedDictionary<DocumentKey, WriteId>.Empty;

    /// <summary>In scope <see cref="SessionScope.Key"/>: the versions of a document that the session remembers.</summary>
    internal IEnumerable<WriteId> VersionsOf(DocumentKey key)
    {
        if (KeysWritten.TryGetValue(key, out WriteId written))
        {
            yield return written;
        }

        if (KeysRead.TryGetValue(key, out WriteId read))
        {
            yield return read;
        }
    }

    /// <summary>The state after a write was accepted.</summary>
    internal SessionState AfterWrite(WriteId write, IEnumerable<DocumentKey> keys) => Scope == SessionScope.Session
        ? this with { WriteVector = WriteVector.With(write.Origin, write.Stamp) }
        : this with { KeysWritten = KeysWritten.SetItems(keys.Select(key => KeyValuePair.Create(key, write))) };

    /// <summary>The state after a read of the whole database's state at a replica (the version-vector method, PDIS 1994, section 4.1).</summary>
    internal SessionState AfterRead(VersionVector replica, CommitNumber? committed) => this with
    {
        ReadVector = Scope == SessionScope.Session ? ReadVector.MergeCompleted(replica) : ReadVector,
        CommittedRead = committed > CommittedRead ? committed.Value : CommittedRead,
    };

    /// <summary>The state after reading one document that a write made.</summary>
    internal SessionState AfterReadOf(DocumentKey key, WriteId write) => this with { KeysRead = KeysRead.SetItem(key, write) };
}
