using System.Buffers;
using Oxbow.Core.Identity;
using static Oxbow.Core.Writes.WriteFormat;

namespace Oxbow.Core.Writes;

/// <summary>
/// Encodes a write, once, where it is accepted. This lives in the core because accept stamp, bytes and hash are one
/// thing; everything else that travels is encoded in Oxbow.Wire.
/// </summary>
internal static class WriteEncoder
{
    /// <summary>The schema of what every version understands.</summary>
    private const int FirstSchema = 1;

    /// <summary>Encodes a write of updates. Updates and key have passed <see cref="WriteValidation"/>.</summary>
    public static Write EncodeUpdates(
        WriteId id,
        Predecessor previous,
        IReadOnlyList<Update> updates,
        ReadOnlySpan<byte> requestKey,
        int schema = FirstSchema,
        OriginalWrite? original = null)
    {
        int size = HeaderSize(id, schema)
            + (requestKey.IsEmpty ? 0 : ProtoWriter.SizeOfBytes(RequestKeyField, requestKey.Length))
            + (original is { } from ? ProtoWriter.SizeOfBytes(OriginalField, OriginalEncoder.SizeOf(from)) : 0);
        for (int index = 0; index < updates.Count; index++)
        {
            size += ProtoWriter.SizeOfBytes(UpdatesField, SizeOf(updates[index]));
        }

        FixedBuffer buffer = new(size);
        ProtoWriter writer = WriteHeader(buffer, id, previous, WriteKind.Update, schema);
        for (int index = 0; index < updates.Count; index++)
        {
            WriteUpdate(writer, updates[index]);
        }

        if (!requestKey.IsEmpty)
        {
            writer.WriteBytes(RequestKeyField, requestKey);
        }

        if (original is { } origin)
        {
            writer.WriteLength(OriginalField, OriginalEncoder.SizeOf(origin));
            OriginalEncoder.Write(writer, origin);
        }

        return new(id, previous, WriteKind.Update, schema, isUnderstood: true, buffer.Written)
        {
            HasRequestKey = !requestKey.IsEmpty,
            UpdateCount = updates.Count,
            HasOriginal = original is not null,
        };
    }

    /// <summary>Encodes a creation that says nothing of the new replica, or a retirement.</summary>
    public static Write EncodeMembership(WriteId id, Predecessor previous, WriteKind kind)
    {
        FixedBuffer buffer = new(HeaderSize(id));
        WriteHeader(buffer, id, previous, kind);
        return new(id, previous, kind, FirstSchema, isUnderstood: true, buffer.Written);
    }

    /// <summary>Encodes a raise of the format level.</summary>
    public static Write EncodeLevelRaise(WriteId id, Predecessor previous, int level)
    {
        FixedBuffer buffer = new(HeaderSize(id) + 2 + ProtoWriter.SizeOfVarint((ulong)level));
        WriteHeader(buffer, id, previous, WriteKind.LevelRaise).WriteVarint(FormatLevelField, (ulong)level);
        return new(id, previous, WriteKind.LevelRaise, FirstSchema, isUnderstood: true, buffer.Written);
    }

    /// <summary>Encodes the eviction of another replica.</summary>
    public static Write EncodeEviction(WriteId id, Predecessor previous, ReplicaId evicted)
    {
        FixedBuffer buffer = new(HeaderSize(id) + ProtoWriter.SizeOfBytes(ReplicaField, evicted.Encoded.Length));
        WriteHeader(buffer, id, previous, WriteKind.Eviction).WriteBytes(ReplicaField, evicted.Encoded);
        return new(id, previous, WriteKind.Eviction, FirstSchema, isUnderstood: true, buffer.Written);
    }

    /// <summary>
    /// Encodes a hand-off of the authority to commit, by a primary whose last commit is <paramref name="after"/>.
    /// </summary>
    public static Write EncodeHandOff(WriteId id, Predecessor previous, ReplicaId target, CommitNumber after)
    {
        int size = ProtoWriter.SizeOfBytes(ReplicaField, target.Encoded.Length) + 2 + ProtoWriter.SizeOfVarint((ulong)after.Value);
        FixedBuffer buffer = new(HeaderSize(id) + size);
        ProtoWriter writer = WriteHeader(buffer, id, previous, WriteKind.HandOff);
        writer.WriteBytes(ReplicaField, target.Encoded);
        writer.WriteVarint(AfterField, (ulong)after.Value);
        return new(id, previous, WriteKind.HandOff, FirstSchema, isUnderstood: true, buffer.Written);
    }

    /// <summary>
    /// Encodes a creation of a replica of which this is told, or an announcement of the origin's own.
    /// </summary>
    public static Write EncodeDescription(WriteId id, Predecessor previous, WriteKind kind, ReplicaDescription description)
    {
        int size = DescriptionEncoder.SizeOf(description);
        FixedBuffer buffer = new(HeaderSize(id) + ProtoWriter.SizeOfBytes(DescriptionField, size));
        ProtoWriter writer = WriteHeader(buffer, id, previous, kind);
        writer.WriteLength(DescriptionField, size);
        DescriptionEncoder.Write(writer, description);
        return new(id, previous, kind, FirstSchema, isUnderstood: true, buffer.Written);
    }

    /// <summary>Encodes a take-over by the origin.</summary>
    public static Write EncodeTakeOver(WriteId id, Predecessor previous, TakeOverTerms terms)
    {
        const int TwoByteTag = 2;
        int size = (2 * TwoByteTag)
            + ProtoWriter.SizeOfVarint((ulong)terms.Epoch.Number)
            + ProtoWriter.SizeOfVarint((ulong)terms.After.Value)
            + ProtoWriter.SizeOfBytes(AfterHashField, terms.AfterHash.Length);
        FixedBuffer buffer = new(HeaderSize(id) + size);
        ProtoWriter writer = WriteHeader(buffer, id, previous, WriteKind.TakeOver);
        writer.WriteVarint(EpochField, (ulong)terms.Epoch.Number);
        writer.WriteVarint(AfterField, (ulong)terms.After.Value);
        writer.WriteBytes(AfterHashField, terms.AfterHash.Span);
        return new(id, previous, WriteKind.TakeOver, FirstSchema, isUnderstood: true, buffer.Written);
    }

    private static int HeaderSize(WriteId id, int schema = FirstSchema) =>
        ProtoWriter.SizeOfBytes(OriginField, id.Origin.Encoded.Length)
        + (2 * (1 + sizeof(long)))
        + ProtoWriter.SizeOfBytes(PreviousHashField, WriteHash.Size)
        + 2 + 1 + ProtoWriter.SizeOfVarint((ulong)schema);

    private static ProtoWriter WriteHeader(FixedBuffer buffer, WriteId id, Predecessor previous, WriteKind kind, int schema = FirstSchema)
    {
        Span<byte> hash = stackalloc byte[WriteHash.Size];
        previous.Hash.WriteTo(hash);
        ProtoWriter writer = new(buffer);
        writer.WriteBytes(OriginField, id.Origin.Encoded);
        writer.WriteFixed64(StampField, id.Stamp.Value);
        writer.WriteFixed64(PreviousField, previous.Stamp.Value);
        writer.WriteBytes(PreviousHashField, hash);
        writer.WriteVarint(KindField, (ulong)kind);
        writer.WriteVarint(SchemaField, (ulong)schema);
        return writer;
    }

    private static int SizeOf(in Update update) =>
        ProtoWriter.SizeOfBytes(CollectionField, update.Collection.Length)
        + ProtoWriter.SizeOfBytes(KeyField, update.Key.Length)
        + (update.Kind == UpdateKind.Put ? ProtoWriter.SizeOfBytes(PutField, update.Value.Length) : 2);

    private static void WriteUpdate(ProtoWriter writer, in Update update)
    {
        writer.WriteLength(UpdatesField, SizeOf(update));
        writer.WriteBytes(CollectionField, update.Collection.Span);
        writer.WriteBytes(KeyField, update.Key.Span);
        if (update.Kind == UpdateKind.Put)
        {
            writer.WriteBytes(PutField, update.Value.Span);
        }
        else
        {
            writer.WriteVarint(DeleteField, 1);
        }
    }

    /// <summary>A buffer of exactly the size computed beforehand.</summary>
    private sealed class FixedBuffer(int size) : IBufferWriter<byte>
    {
        // A writer asks for a little more than it uses; the slack lets it do so at the very end.
        private const int Slack = 16;

        private readonly byte[] bytes = new byte[size + Slack];
        private int count;

        public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, count);

        public void Advance(int count) => this.count += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => bytes.AsMemory(count);

        public Span<byte> GetSpan(int sizeHint = 0) => bytes.AsSpan(count);
    }
}
