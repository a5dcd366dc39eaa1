using Oxbow.Core.Identity;
using static Oxbow.Core.Writes.WriteFormat;

namespace Oxbow.Core.Writes;

/// <summary>Reads writes as <see cref="WriteEncoder"/> makes them, and as a newer version may make them.</summary>
public static class WriteDecoder
{
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

    internal static ReplicaId ReadHandOffTarget(ReadOnlyMemory<byte> encoded)
    {
        Invariant.Holds(ReplicaId.TryDecode(ReadField(encoded, HandOffTargetField).Span, out ReplicaId target), "a hand-off names its target");
        return target;
    }

    internal static ReadOnlyMemory<byte> ReadRequestKey(ReadOnlyMemory<byte> encoded) => ReadField(encoded, RequestKeyField);

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

    private static ReadOnlyMemory<byte> ReadField(ReadOnlyMemory<byte> encoded, int field)
    {
        ProtoReader reader = new(encoded.Span);
        while (reader.ReadTag())
        {
            if (reader.Field == field)
            {
                return encoded[reader.ReadRange()];
            }

            reader.Skip();
        }

        return default;
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
        private bool hasRequestKey;
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
                case (RequestKeyField, ProtoReader.LengthDelimited):
                    hasUnknownField |= kind != (int)WriteKind.Update;
                    hasRequestKey = kind == (int)WriteKind.Update;
                    return ReadRequestKeyFault(reader.ReadBytes().Length);
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
            write = new(new(origin, new(stamp)), new(previous), (WriteKind)kind, isUnderstood, encoded) { HasRequestKey = hasRequestKey };
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

        private readonly string? ReadRequestKeyFault(int bytes) =>
            hasRequestKey && bytes is 0 or > WriteLimits.MaximumRequestKeyBytes ? "The idempotency key of a write is empty or too long." : null;

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
}
