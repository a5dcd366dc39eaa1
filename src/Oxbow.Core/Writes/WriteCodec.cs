using System.Buffers;
using Oxbow.Core.Identity;

namespace Oxbow.Core.Writes;

/// <summary>
/// The encoding of a write: message <c>Write</c> of <c>proto/write.proto</c>, with the fields in ascending
/// order. It lives in the core because accept stamp, bytes and hash are one thing; everything else that
/// travels is encoded in Oxbow.Wire.
/// </summary>
public static class WriteCodec
{
    internal const int UpdatesField = 6;

    private const int OriginField = 1;
    private const int StampField = 2;
    private const int PreviousField = 3;
    private const int KindField = 4;
    private const int SchemaField = 5;
    private const int HandOffTargetField = 7;

    private const int CollectionField = 1;
    private const int KeyField = 2;
    private const int PutField = 3;
    private const int DeleteField = 4;

    /// <summary>Schema number that this version writes.</summary>
    private const int Schema = 1;

    /// <summary>Encodes a write of updates. The updates have passed <see cref="WriteValidation"/>.</summary>
    internal static Write EncodeUpdates(WriteId id, AcceptStamp previous, IReadOnlyList<Update> updates)
    {
        int size = HeaderSize(id);
        for (int index = 0; index < updates.Count; index++)
        {
            size += ProtoWriter.SizeOfBytes(UpdatesField, SizeOf(updates[index]));
        }

        FixedBuffer buffer = new(size);
        ProtoWriter writer = WriteHeader(buffer, id, previous, WriteKind.Update);
        for (int index = 0; index < updates.Count; index++)
        {
            WriteUpdate(writer, updates[index]);
        }

        return new(id, previous, WriteKind.Update, isUnderstood: true, buffer.Written);
    }

    /// <summary>Encodes a creation, a retirement, or a hand-off to <paramref name="handOffTarget"/>.</summary>
    internal static Write EncodeMembership(WriteId id, AcceptStamp previous, WriteKind kind, ReplicaId? handOffTarget = null)
    {
        int targetSize = handOffTarget is null ? 0 : ProtoWriter.SizeOfBytes(HandOffTargetField, handOffTarget.Encoded.Length);
        FixedBuffer buffer = new(HeaderSize(id) + targetSize);
        ProtoWriter writer = WriteHeader(buffer, id, previous, kind);
        if (handOffTarget is not null)
        {
            writer.WriteBytes(HandOffTargetField, handOffTarget.Encoded);
        }

        return new(id, previous, kind, isUnderstood: true, buffer.Written);
    }

    /// <summary>
    /// Reads a write that came from a peer or a file. The bytes are kept, not copied. Every limit is checked.
    /// </summary>
    /// <param name="encoded">The bytes.</param>
    /// <param name="known">An origin read lately; the same object is used again when the bytes are the same.</param>
    /// <param name="write">The write when the answer is null.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? TryDecode(ReadOnlyMemory<byte> encoded, ReplicaId known, out Write? write)
    {
        write = null;
        if (encoded.Length > WriteLimits.MaximumWriteBytes)
        {
            return $"A write of {encoded.Length} bytes is larger than {WriteLimits.MaximumWriteBytes}.";
        }

        WriteFields fields = new(known);
        ProtoReader reader = new(encoded.Span);
        int lastField = 0;
        while (reader.ReadTag())
        {
            if (reader.Field < lastField || (reader.Field == lastField && reader.Field != UpdatesField))
            {
                return $"Field {reader.Field} of a write stands twice or out of order.";
            }

            lastField = reader.Field;
            if (fields.Read(ref reader, encoded) is { } fault)
            {
                return fault;
            }
        }

        return reader.Failed ? "The bytes of a write end early or are not protobuf." : fields.Finish(encoded, out write);
    }

    internal static ReplicaId ReadHandOffTarget(ReadOnlySpan<byte> encoded)
    {
        ProtoReader reader = new(encoded);
        while (reader.ReadTag())
        {
            if (reader.Field == HandOffTargetField && ReplicaId.TryDecode(reader.ReadBytes(), out ReplicaId target))
            {
                return target;
            }

            reader.Skip();
        }

        throw new InvalidOperationException("A hand-off without a target passed validation.");
    }

    internal static Update ReadUpdate(ReadOnlyMemory<byte> encoded)
    {
        ProtoReader reader = new(encoded.Span);
        ReadOnlyMemory<byte> collection = default;
        ReadOnlyMemory<byte> key = default;
        Update update = default;
        int lastField = 0;
        while (reader.ReadTag())
        {
            if (reader.Field <= lastField)
            {
                return default;
            }

            lastField = reader.Field;
            switch (reader.Field, reader.WireType)
            {
                case (CollectionField, ProtoReader.LengthDelimited):
                    collection = encoded[reader.ReadRange()];
                    break;
                case (KeyField, ProtoReader.LengthDelimited):
                    key = encoded[reader.ReadRange()];
                    break;
                case (PutField, ProtoReader.LengthDelimited):
                    update = Update.Put(collection, key, encoded[reader.ReadRange()]);
                    break;
                case (DeleteField, ProtoReader.Varint) when reader.ReadVarint() == 1:
                    update = Update.Delete(collection, key);
                    break;
                default:
                    return default;
            }
        }

        return reader.Failed ? default : update;
    }

    private static int HeaderSize(WriteId id) =>
        ProtoWriter.SizeOfBytes(OriginField, id.Origin.Encoded.Length) + (2 * (1 + sizeof(long))) + 2 + 2;

    private static ProtoWriter WriteHeader(FixedBuffer buffer, WriteId id, AcceptStamp previous, WriteKind kind)
    {
        ProtoWriter writer = new(buffer);
        writer.WriteBytes(OriginField, id.Origin.Encoded);
        writer.WriteFixed64(StampField, id.Stamp.Value);
        writer.WriteFixed64(PreviousField, previous.Value);
        writer.WriteVarint(KindField, (ulong)kind);
        writer.WriteVarint(SchemaField, Schema);
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

    /// <summary>The fields of a write while it is being read.</summary>
    private struct WriteFields(ReplicaId known)
    {
        private ReplicaId? origin;
        private long stamp;
        private long previous;
        private int kind;
        private int updates;
        private bool hasHandOffTarget;
        private bool hasUnknownField;

        public string? Read(ref ProtoReader reader, ReadOnlyMemory<byte> encoded)
        {
            switch (reader.Field, reader.WireType)
            {
                case (OriginField, ProtoReader.LengthDelimited):
                    return ReadOrigin(reader.ReadBytes());
                case (StampField, ProtoReader.Fixed64):
                    stamp = reader.ReadFixed64();
                    return null;
                case (PreviousField, ProtoReader.Fixed64):
                    previous = reader.ReadFixed64();
                    return null;
                case (KindField, ProtoReader.Varint):
                    kind = reader.ReadInt32();
                    return null;
                case (SchemaField, ProtoReader.Varint):
                    hasUnknownField |= reader.ReadInt32() > Schema;
                    return null;
                case (UpdatesField, ProtoReader.LengthDelimited):
                    updates++;
                    ReadOnlyMemory<byte> update = encoded[reader.ReadRange()];
                    hasUnknownField |= kind != (int)WriteKind.Update;
                    return kind == (int)WriteKind.Update ? ReadUpdateFault(update) : null;
                case (HandOffTargetField, ProtoReader.LengthDelimited):
                    hasUnknownField |= kind != (int)WriteKind.HandOff;
                    hasHandOffTarget = ReplicaId.TryDecode(reader.ReadBytes(), out _);
                    return null;
                default:
                    hasUnknownField = true;
                    reader.Skip();
                    return null;
            }
        }

        public readonly string? Finish(ReadOnlyMemory<byte> encoded, out Write? write)
        {
            write = null;
            if (origin is null || stamp == 0 || kind == 0 || previous >= stamp || previous < origin.Created.Value)
            {
                return "A write lacks its origin, stamp or kind, or its stamps run backwards.";
            }

            if (stamp == AcceptStamp.Maximum.Value)
            {
                return "A write bears the largest stamp, which no replica gives.";
            }

            bool complete = (WriteKind)kind switch
            {
                WriteKind.Update => updates is > 0 and <= WriteLimits.MaximumUpdates,
                WriteKind.Creation => origin.Depth < ReplicaId.MaximumDepth,
                WriteKind.HandOff => hasHandOffTarget,
                _ => true,
            };
            if (!complete && (!hasUnknownField || kind == (int)WriteKind.Creation))
            {
                return $"A write of kind {(WriteKind)kind} lacks its content or has too much of it.";
            }

            bool isUnderstood = complete && !hasUnknownField && kind <= (int)WriteKind.HandOff;
            write = new(new(origin, new(stamp)), new(previous), (WriteKind)kind, isUnderstood, encoded);
            return null;
        }

        private string? ReadOrigin(ReadOnlySpan<byte> path)
        {
            if (path.SequenceEqual(known.Encoded))
            {
                origin = known;
                return null;
            }

            bool decoded = ReplicaId.TryDecode(path, out ReplicaId id);
            origin = id;
            return decoded ? null : "The origin of a write is not a replica id.";
        }

        /// <summary>An update that is protobuf but not one of this version makes the write one that is not understood.</summary>
        private string? ReadUpdateFault(ReadOnlyMemory<byte> encoded)
        {
            Update update = ReadUpdate(encoded);
            if (update.Kind == default)
            {
                hasUnknownField = true;
                return ProtoReader.IsSound(encoded.Span) ? null : "An update of a write ends early or is not protobuf.";
            }

            return WriteValidation.FindFault(update);
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
