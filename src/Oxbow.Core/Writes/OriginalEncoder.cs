using Oxbow.Core.Identity;
using static Oxbow.Core.Writes.WriteFormat;

namespace Oxbow.Core.Writes;

/// <summary>Message <c>Original</c> of <c>proto/write.proto</c> as bytes.</summary>
internal static class OriginalEncoder
{
    public static int SizeOf(OriginalWrite original) =>
        ProtoWriter.SizeOfBytes(OriginalOriginField, original.Id.Origin.Encoded.Length)
        + 1 + sizeof(long)
        + ProtoWriter.SizeOfBytes(OriginalHashField, WriteHash.Size);

    public static void Write(ProtoWriter writer, OriginalWrite original)
    {
        Span<byte> hash = stackalloc byte[WriteHash.Size];
        original.Hash.WriteTo(hash);
        writer.WriteBytes(OriginalOriginField, original.Id.Origin.Encoded);
        writer.WriteFixed64(OriginalStampField, original.Id.Stamp.Value);
        writer.WriteBytes(OriginalHashField, hash);
    }

    /// <summary>Reads what <see cref="Write"/> writes; null for anything else.</summary>
    public static OriginalWrite? Read(ReadOnlySpan<byte> encoded)
    {
        ProtoReader reader = new(encoded);
        ReplicaId? origin = null;
        AcceptStamp stamp = default;
        WriteHash? hash = null;
        int lastField = 0;
        while (reader.ReadTag())
        {
            if (reader.Field <= lastField)
            {
                return null;
            }

            lastField = reader.Field;
            switch (reader.Field, reader.WireType)
            {
                case (OriginalOriginField, ProtoReader.LengthDelimited):
                    origin = ReplicaId.TryDecode(reader.ReadBytes(), out ReplicaId id) ? id : null;
                    break;
                case (OriginalStampField, ProtoReader.Fixed64):
                    stamp = new(reader.ReadFixed64());
                    break;
                case (OriginalHashField, ProtoReader.LengthDelimited):
                    hash = ReadHash(reader.ReadBytes());
                    break;
                default:
                    return null;
            }
        }

        return !reader.Failed && origin is not null && stamp.IsGiven && hash is { } known
            ? new(new(origin, stamp), known)
            : null;
    }

    private static WriteHash? ReadHash(ReadOnlySpan<byte> hash) =>
        hash.Length == WriteHash.Size ? WriteHash.Read(hash) : null;
}
