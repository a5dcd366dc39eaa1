using System.Collections.Immutable;
using Oxbow.Core.Identity;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Sessions;

/// <summary>
/// What a session has written and read so far, as vectors. It travels as an opaque token between programs and
/// replicas; a replica keeps nothing of it. Immutable.
/// </summary>
public sealed record SessionState
{
    /// <summary>Most documents remembered in each of <see cref="KeysWritten"/> and <see cref="KeysRead"/>.</summary>
    public const int MaximumKeys = 128;

    /// <summary>Most text of collections and keys remembered in all, in bytes of UTF-8.</summary>
    public const int MaximumKeyTextBytes = 8 * 1024;

    /// <summary>A session that has done nothing yet, with all guarantees over the whole session.</summary>
    public static SessionState New { get; } = new();

    /// <summary>The guarantees asked for.</summary>
    public Guarantees Guarantees { get; init; } = Guarantees.All;

    /// <summary>Whole session or per document.</summary>
    public SessionScope Scope { get; init; } = SessionScope.Session;

    /// <summary>
    /// Covers every write the session's reads depended on. A replica whose creation it covers and that has no
    /// entry had retired: every write of it counts. In scope <see cref="SessionScope.Key"/> it holds only the writes that
    /// are no longer remembered by document, and says nothing about replicas without an entry.
    /// </summary>
    public VersionVector ReadVector { get; init; } = VersionVector.Empty;

    /// <summary>
    /// Covers every write the session made; in scope <see cref="SessionScope.Key"/> those no longer remembered by document.
    /// </summary>
    public VersionVector WriteVector { get; init; } = VersionVector.Empty;

    /// <summary>Largest commit number a committed read was answered at.</summary>
    public CommitNumber CommittedRead { get; init; }

    /// <summary>In scope <see cref="SessionScope.Key"/>: the newest write that the session made of each document. Beyond the limits the oldest stand in <see cref="WriteVector"/>.</summary>
    public ImmutableSortedDictionary<DocumentKey, WriteId> KeysWritten { get; init; } = ImmutableSortedDictionary<DocumentKey, WriteId>.Empty;

    /// <summary>In scope <see cref="SessionScope.Key"/>: the newest write that the session read of each document. Beyond the limits the oldest stand in <see cref="ReadVector"/>.</summary>
    public ImmutableSortedDictionary<DocumentKey, WriteId> KeysRead { get; init; } = ImmutableSortedDictionary<DocumentKey, WriteId>.Empty;

    /// <summary>
    /// The same session without entries of <see cref="WriteVector"/> that ask for nothing more: what travels in a token.
    /// Only with all guarantees over the whole session; otherwise the session itself.
    /// </summary>
    /// <remarks>
    /// With all guarantees every check of the write vector is a check of the read vector as well: of reads by "read your
    /// writes" and "monotonic reads", of writes by "monotonic writes" and "writes follow reads". A replica that passes
    /// the read vector holds all that it covers, the writes of retired replicas included, and so holds every write of an
    /// entry that it covers. Later reads only make the read vector cover more, so such an entry is never needed again.
    /// </remarks>
    public SessionState WithoutRedundantWrites() => Guarantees == Guarantees.All && Scope == SessionScope.Session
        ? this with { WriteVector = VersionVector.OfSorted([.. WriteVector.Entries.Where(entry => ReadVector.Completed(entry.Replica) < entry.Stamp)]) }
        : this;

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

    /// <summary>The state after a write was accepted; a retry may have been answered with one older than the session's last.</summary>
    internal SessionState AfterWrite(WriteId write, IEnumerable<DocumentKey> keys) => Scope == SessionScope.Session
        ? this with { WriteVector = WriteVector.With(write.Origin, write.Stamp) }
        : KeyFolding.WithinLimits(this with { KeysWritten = KeysWritten.SetItems(keys.Select(key => KeyValuePair.Create(key, NewestOf(key, write)))) });

    /// <summary>The state after a read of the whole database's state at a replica (the version-vector method, PDIS 1994, section 4.1).</summary>
    internal SessionState AfterRead(VersionVector replica, CommitNumber? committed) => this with
    {
        ReadVector = Scope == SessionScope.Session ? ReadVector.MergeCompleted(replica) : ReadVector,
        CommittedRead = committed > CommittedRead ? committed.Value : CommittedRead,
    };

    private WriteId NewestOf(DocumentKey key, WriteId write) =>
        KeysWritten.TryGetValue(key, out WriteId last) && last > write ? last : write;

    /// <summary>The state after reading one document that a write made.</summary>
    internal SessionState AfterReadOf(DocumentKey key, WriteId write) =>
        KeyFolding.WithinLimits(this with { KeysRead = KeysRead.SetItem(key, write) });
}
