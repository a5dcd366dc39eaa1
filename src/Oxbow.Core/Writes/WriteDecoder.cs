using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
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

        WriteHeaderReader fields = new(known);
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

    internal static ReplicaId ReadReplica(ReadOnlyMemory<byte> encoded)
    {
        Invariant.Holds(ReplicaId.TryDecode(ReadField(encoded, ReplicaField).Span, out ReplicaId id), "a write that names a replica was checked");
        return id;
    }

    internal static TakeOverTerms ReadTakeOver(ReadOnlyMemory<byte> encoded, ReplicaId origin)
    {
        ProtoReader reader = new(encoded.Span);
        long epoch = 0;
        long after = 0;
        ReadOnlyMemory<byte> hash = default;
        while (reader.ReadTag())
        {
            switch (reader.Field)
            {
                case EpochField:
                    epoch = (long)reader.ReadVarint();
                    break;
                case AfterField:
                    after = (long)reader.ReadVarint();
                    break;
                case AfterHashField:
                    hash = encoded[reader.ReadRange()];
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new(new(epoch, origin), new(after), hash);
    }

    /// <summary>The description in a write, or null when there is none.</summary>
    internal static ReplicaDescription? ReadDescription(ReadOnlyMemory<byte> encoded) =>
        ReadField(encoded, DescriptionField) is { IsEmpty: false } field ? DescriptionReader.Read(field) : null;

    /// <summary>The level in a write that was checked.</summary>
    internal static int ReadLevel(ReadOnlyMemory<byte> encoded)
    {
        ProtoReader reader = new(encoded.Span);
        while (reader.ReadTag() && reader.Field != FormatLevelField)
        {
            reader.Skip();
        }

        return reader.ReadInt32();
    }

    /// <summary>The original in a write that was checked.</summary>
    internal static OriginalWrite? ReadOriginal(ReadOnlyMemory<byte> encoded) =>
        OriginalEncoder.Read(ReadField(encoded, OriginalField).Span);

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
}
