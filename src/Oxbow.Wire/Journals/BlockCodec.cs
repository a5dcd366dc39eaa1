using System.Buffers;
using Google.Protobuf;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Writes;

namespace Oxbow.Wire.Journals;

/// <summary>
/// Blocks of a journal and their bytes: message <c>Block</c> of <c>proto/log.proto</c>. A record has the same
/// bytes here as in a batch between replicas.
/// </summary>
public static class BlockCodec
{
    private const int IdentityField = 1;

    /// <summary>Encodes as many records as fit into a block, at least one if there is one; gives how many.</summary>
    /// <param name="identity">Which replica writes from here on; null when that has not changed.</param>
    /// <param name="records">What is to become durable.</param>
    /// <param name="from">Position of the first record to encode.</param>
    /// <param name="largestBlock">The block is full once it has this many bytes; the last record may go beyond.</param>
    /// <param name="target">Where the bytes go.</param>
    public static int Encode(ReplicaIdentity? identity, IReadOnlyList<LogRecord> records, int from, int largestBlock, ArrayBufferWriter<byte> target)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(target);
        if (identity is not null)
        {
            new ProtoWriter(target).WriteBytes(IdentityField, SchemaMapping.ToSchema(identity).ToByteArray());
        }

        int position = from;
        while (position < records.Count && target.WrittenCount < largestBlock)
        {
            RecordCodec.Encode(records[position++], target);
        }

        return position - from;
    }

    /// <summary>Reads a block; slices of it are kept. Gives what is wrong with it, or null.</summary>
    /// <param name="block">The bytes.</param>
    /// <param name="identity">The identity in it, if any.</param>
    /// <param name="records">Its records are added here.</param>
    public static string? TryDecode(ReadOnlyMemory<byte> block, out ReplicaIdentity? identity, ICollection<LogRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        ProtoReader reader = new(block.Span);
        ReplicaId known = ReplicaId.Base;
        identity = null;
        while (reader.ReadTag())
        {
            switch (reader.Field, reader.WireType)
            {
                case (IdentityField, ProtoReader.LengthDelimited):
                    identity = ReadIdentity(reader.ReadBytes());
                    if (identity is null)
                    {
                        return "A block's identity cannot be read.";
                    }

                    break;
                case (RecordCodec.RecordsField, ProtoReader.LengthDelimited):
                    if (RecordCodec.TryDecode(block[reader.ReadRange()], ref known, out LogRecord record) is { } fault)
                    {
                        return fault;
                    }

                    records.Add(record);
                    break;
                default:
                    return $"A block holds field {reader.Field}, which this version does not know: it was written by a newer one.";
            }
        }

        return reader.Failed ? "A block ends early or is not protobuf." : null;
    }

    private static ReplicaIdentity? ReadIdentity(ReadOnlySpan<byte> encoded)
    {
        try
        {
            Schema.Identity identity = Schema.Identity.Parser.WithDiscardUnknownFields(true).ParseFrom(encoded);

            // A field that this version does not know may say that the id must not be used.
            return identity.CalculateSize() == encoded.Length ? SchemaMapping.ToCore(identity) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
