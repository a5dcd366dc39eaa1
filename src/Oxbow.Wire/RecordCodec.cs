using System.Buffers;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Writes;

namespace Oxbow.Wire;

/// <summary>
/// Message <c>Record</c> of <c>proto/log.proto</c>, read and written by hand: records are nearly all of what
/// travels and what is stored, and a write's bytes are to be sliced, not copied.
/// </summary>
internal static class RecordCodec
{
    /// <summary>
    /// Field number of the records in a <c>Block</c> and in a <c>Batch</c>: the same, so the bytes are the same.
    /// </summary>
    public const int RecordsField = 3;

    private const int WriteField = 1;
    private const int CommitNumberField = 2;
    private const int OriginField = 3;
    private const int StampField = 4;
    private const int RollBackField = 5;
    private const int EpochField = 9;
    private const int WithdrawalField = 10;
    private const int NoticedHashField = 11;

    /// <summary>Bytes that the records take, tags and lengths included.</summary>
    public static int SizeOf(IReadOnlyList<LogRecord> records)
    {
        int size = 0;
        for (int index = 0; index < records.Count; index++)
        {
            size += ProtoWriter.SizeOfBytes(RecordsField, SizeOf(records[index]));
        }

        return size;
    }

    /// <summary>Writes one record as an element of a records field.</summary>
    public static void Encode(in LogRecord record, IBufferWriter<byte> target)
    {
        ProtoWriter writer = new(target);
        writer.WriteLength(RecordsField, SizeOf(record));
        EncodeFields(record, writer);
    }

    /// <summary>Reads one record; gives what is wrong with it, or null.</summary>
    /// <param name="encoded">The record without tag and length; slices of it are kept.</param>
    /// <param name="known">Origin of the record read before, used again when it is the same.</param>
    /// <param name="record">The record when the answer is null.</param>
    public static string? TryDecode(ReadOnlyMemory<byte> encoded, ref ReplicaId known, out LogRecord record)
    {
        ProtoReader reader = new(encoded.Span);
        ReadOnlyMemory<byte>? encodedWrite = null;
        ReplicaId? origin = ReplicaId.Base; // Protobuf writers leave out empty bytes, which name the base.
        long stamp = 0;
        ulong commitNumber = 0;
        bool isRollBack = false;
        ulong epoch = 0;
        bool isWithdrawal = false;
        WriteHash noticedHash = WriteHash.None;
        record = default;
        while (reader.ReadTag())
        {
            switch (reader.Field, reader.WireType)
            {
                case (WriteField, ProtoReader.LengthDelimited):
                    encodedWrite = encoded[reader.ReadRange()];
                    break;
                case (CommitNumberField, ProtoReader.Varint):
                    commitNumber = reader.ReadVarint();
                    break;
                case (OriginField, ProtoReader.LengthDelimited):
                    origin = ReplicaId.TryDecode(reader.ReadBytes(), out ReplicaId id) ? id : null;
                    break;
                case (StampField, ProtoReader.Fixed64):
                    stamp = reader.ReadFixed64();
                    break;
                case (RollBackField, ProtoReader.Varint):
                    isRollBack = reader.ReadVarint() != 0;
                    break;
                case (EpochField, ProtoReader.Varint):
                    epoch = reader.ReadVarint();
                    break;
                case (WithdrawalField, ProtoReader.Varint):
                    isWithdrawal = reader.ReadVarint() != 0;
                    break;
                case (NoticedHashField, ProtoReader.LengthDelimited):
                    noticedHash = HashIn(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (reader.Failed || commitNumber > long.MaxValue)
        {
            return "A record ends early or is not protobuf.";
        }

        CommitNumber number = new((long)commitNumber);
        if (isRollBack)
        {
            return isWithdrawal
                ? "A roll back says that it is a withdrawal."
                : DecodeRollBack(encodedWrite, number, epoch, origin, out record);
        }

        if (isWithdrawal)
        {
            return DecodeWithdrawal(encodedWrite, origin, stamp, out record);
        }

        return encodedWrite is { } bytes
            ? DecodeWrite(bytes, number, ref known, out record)
            : DecodeNotice(origin, stamp, number, noticedHash, out record);
    }

    private static string? DecodeRollBack(
        ReadOnlyMemory<byte>? encodedWrite, CommitNumber number, ulong epoch, ReplicaId? founder, out LogRecord record)
    {
        bool isSound = encodedWrite is null && founder is not null && epoch <= long.MaxValue;
        record = isSound ? LogRecord.RollBackTo(number, new((long)epoch, founder!)) : default;
        return isSound ? null : "A roll back holds a write, or no epoch.";
    }

    private static string? DecodeWithdrawal(ReadOnlyMemory<byte>? encodedWrite, ReplicaId? origin, long stamp, out LogRecord record)
    {
        record = LogRecord.WithdrawalAfter(new(origin ?? ReplicaId.Base, new(stamp)));
        return encodedWrite is null && origin is not null
            ? null
            : "A withdrawal holds a write, or its origin is not a replica id.";
    }

    /// <summary>A hash of another length says nothing.</summary>
    private static WriteHash HashIn(ReadOnlySpan<byte> bytes) => bytes.Length == WriteHash.Size ? WriteHash.Read(bytes) : WriteHash.None;

    private static string? DecodeWrite(ReadOnlyMemory<byte> encoded, CommitNumber number, ref ReplicaId known, out LogRecord record)
    {
        record = default;
        if (WriteDecoder.TryDecode(encoded, known, out Write? write) is { } fault)
        {
            return fault;
        }

        known = write!.Id.Origin;
        record = LogRecord.Of(write, number);
        return null;
    }

    private static string? DecodeNotice(
        ReplicaId? origin, long stamp, CommitNumber number, WriteHash hash, out LogRecord record)
    {
        record = default;
        if (origin is null || stamp == 0 || !number.IsGiven)
        {
            return "A commit notice lacks the write's stamp or the commit number, or its origin is not a replica id.";
        }

        record = LogRecord.Notice(new(origin, new(stamp)), number) with { NoticedHash = hash };
        return null;
    }

    private static int SizeOf(in LogRecord record)
    {
        if (record.IsRollBack)
        {
            return 1 + ProtoWriter.SizeOfVarint((ulong)record.CommitNumber.Value) + 2
                + ProtoWriter.SizeOfBytes(OriginField, record.Id.Origin.Encoded.Length)
                + 1 + ProtoWriter.SizeOfVarint((ulong)record.EpochNumber);
        }

        int size = record.IsWithdrawal
            ? 2 : record.CommitNumber.IsGiven ? 1 + ProtoWriter.SizeOfVarint((ulong)record.CommitNumber.Value)
            : 0;
        return record.Write is { } write
            ? size + ProtoWriter.SizeOfBytes(WriteField, write.Encoded.Length)
            : size + ProtoWriter.SizeOfBytes(OriginField, record.Id.Origin.Encoded.Length) + 1 + sizeof(long)
                + (record.NoticedHash == WriteHash.None ? 0 : ProtoWriter.SizeOfBytes(NoticedHashField, WriteHash.Size));
    }

    private static void EncodeFields(in LogRecord record, ProtoWriter writer)
    {
        if (record.Write is { } write)
        {
            writer.WriteBytes(WriteField, write.Encoded.Span);
        }

        if (record.CommitNumber.IsGiven || record.IsRollBack)
        {
            writer.WriteVarint(CommitNumberField, (ulong)record.CommitNumber.Value);
        }

        if (record.IsRollBack)
        {
            writer.WriteVarint(RollBackField, 1);
            writer.WriteBytes(OriginField, record.Id.Origin.Encoded);
            writer.WriteVarint(EpochField, (ulong)record.EpochNumber);
        }

        if (record.IsCommitNotice || record.IsWithdrawal)
        {
            writer.WriteBytes(OriginField, record.Id.Origin.Encoded);
            writer.WriteFixed64(StampField, record.Id.Stamp.Value);
        }

        if (record.IsWithdrawal)
        {
            writer.WriteVarint(WithdrawalField, 1);
        }

        if (record.NoticedHash != WriteHash.None)
        {
            Span<byte> hash = stackalloc byte[WriteHash.Size];
            record.NoticedHash.WriteTo(hash);
            writer.WriteBytes(NoticedHashField, hash);
        }
    }
}
