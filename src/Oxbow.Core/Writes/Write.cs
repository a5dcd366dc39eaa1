using Oxbow.Core.Identity;

namespace Oxbow.Core.Writes;

/// <summary>
/// A write as its accepting replica encoded it, with the header that ordering needs. The same bytes stand in
/// the journal, travel to peers and are what hashes cover.
/// </summary>
public sealed class Write
{
    internal Write(
        WriteId id, Predecessor previous, WriteKind kind, int schema, bool isUnderstood, ReadOnlyMemory<byte> encoded)
    {
        Id = id;
        Previous = previous.Stamp;
        PreviousHash = previous.Hash;
        Kind = kind;
        Schema = schema;
        IsUnderstood = isUnderstood;
        Encoded = encoded;
        Hash = WriteHash.Of(encoded.Span);
    }

    /// <summary>Origin and accept stamp.</summary>
    public WriteId Id { get; }

    /// <summary>
    /// Accept stamp of the origin's write before this one, or the origin's creation stamp for its first: a
    /// receiver sees at once when a write between them is missing, or when two replicas use one id.
    /// </summary>
    public AcceptStamp Previous { get; }

    /// <summary>
    /// Hash of that write, or of the origin's creation write for its first: tells two histories of one id apart even
    /// where their stamps are equal, and makes the hash of one write stand for all of its origin's before it.
    /// </summary>
    public WriteHash PreviousHash { get; }

    /// <summary>Hash of <see cref="Encoded"/>.</summary>
    public WriteHash Hash { get; }

    /// <summary>What the write does.</summary>
    public WriteKind Kind { get; }

    /// <summary>
    /// The format level that a database must have for the write to count. Where it stands before that level is raised
    /// its outcome is "not understood" at every replica, whatever its software.
    /// </summary>
    public int Schema { get; }

    /// <summary>False for a kind or a field that this version does not know: the write is kept and forwarded.</summary>
    public bool IsUnderstood { get; }

    /// <summary>The bytes: message <c>Write</c> of <c>proto/write.proto</c>.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>True when the client gave the write an idempotency key.</summary>
    public bool HasRequestKey { get; internal init; }

    /// <summary>
    /// The idempotency key: a second write with the same key changes nothing. Empty when there is none.
    /// </summary>
    public ReadOnlyMemory<byte> RequestKey => HasRequestKey ? WriteDecoder.ReadRequestKey(Encoded) : default;

    /// <summary>
    /// The write that this one was made again from, because it had to leave the log: its id was in use twice, or its
    /// stamp was of a clock that was wrong. Null for a write of its own.
    /// </summary>
    public OriginalWrite? Original => HasOriginal ? WriteDecoder.ReadOriginal(Encoded) : null;

    /// <summary>True for a write that was made again from another one.</summary>
    public bool HasOriginal { get; internal init; }

    /// <summary>What the write is known as wherever it is made again: its original, or itself.</summary>
    public OriginalWrite Root => Original ?? new(Id, Hash);

    /// <summary>Number of updates; zero unless the write is an understood <see cref="WriteKind.Update"/>.</summary>
    public int UpdateCount { get; internal init; }

    /// <summary>The updates, in order; none unless the write is an understood <see cref="WriteKind.Update"/>.</summary>
    public UpdateReader ReadUpdates() => new(Kind == WriteKind.Update && IsUnderstood ? Encoded : default);

    /// <summary>The replica that becomes primary; null unless this is a <see cref="WriteKind.HandOff"/>.</summary>
    public ReplicaId? HandOffTarget =>
        Kind == WriteKind.HandOff && IsUnderstood ? WriteDecoder.ReadReplica(Encoded) : null;

    /// <summary>The replica that a <see cref="WriteKind.Eviction"/> ends; null for any other kind.</summary>
    public ReplicaId? Evicted => Kind == WriteKind.Eviction && IsUnderstood ? WriteDecoder.ReadReplica(Encoded) : null;

    /// <summary>
    /// The last commit of the primary that made a <see cref="WriteKind.HandOff"/>: committed anywhere but right after
    /// it, the hand-off is of a history that gave way, and changes nothing.
    /// </summary>
    public CommitNumber HandOffAfter =>
        Kind == WriteKind.HandOff && IsUnderstood ? WriteDecoder.ReadTakeOver(Encoded, Id.Origin).After : default;

    /// <summary>What a take-over says; null unless this is an understood <see cref="WriteKind.TakeOver"/>.</summary>
    public TakeOverTerms? TakeOver =>
        Kind == WriteKind.TakeOver && IsUnderstood ? WriteDecoder.ReadTakeOver(Encoded, Id.Origin) : null;

    /// <summary>
    /// The format level that the database gets; null unless this is a <see cref="WriteKind.LevelRaise"/>.
    /// </summary>
    public int? RaisedLevel => Kind == WriteKind.LevelRaise && IsUnderstood ? WriteDecoder.ReadLevel(Encoded) : null;

    /// <summary>
    /// Who a replica is: the one created, or the origin itself; null unless this is a creation that says so, or an
    /// announcement.
    /// </summary>
    public ReplicaDescription? Description => Kind is WriteKind.Creation or WriteKind.Announcement && IsUnderstood
        ? WriteDecoder.ReadDescription(Encoded)
        : null;

    /// <summary>
    /// True when its origin created nobody at a stamp: that lies between this write and the one before, or it is this
    /// write's, which creates nobody.
    /// </summary>
    internal bool CreatesNobodyAt(AcceptStamp stamp) =>
        Previous < stamp && (stamp < Id.Stamp || (stamp == Id.Stamp && Kind != WriteKind.Creation));

    /// <summary>True for the write that creates a replica.</summary>
    internal bool Creates(ReplicaId replica) => Kind == WriteKind.Creation && Id.Origin.Child(Id.Stamp) == replica;

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Id}";
}
