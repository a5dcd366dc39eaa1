using System.Buffers;
using Google.Protobuf;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Wire.Peers;

/// <summary>
/// Messages between replicas and their bytes: message <c>PeerFrame</c> of <c>proto/peer.proto</c>. Batches are
/// read and written by hand, everything else by the protobuf library.
/// </summary>
public static class PeerCodec
{
    private const int HelloField = 1;
    private const int KnownField = 2;
    private const int MailField = 7;
    private const int DependsOnField = 2;
    private const int BatchField = 2;
    private const int SequenceField = 1;
    private const int EndsRunField = 2;
    private const int EpochField = 4;
    private const int FounderField = 5;
    private const int HashBeforeField = 6;
    private const int NumberBeforeField = 7;
    private const int EpochsField = 7;
    private const int MaximumEpochs = 1_000;
    private const int HashBytes = ChainHash.Size;
    private const int FirstLevel = 1;

    private static readonly ulong LatestTime = (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    // A newer peer's fields are passed over; keeping them would take many times the memory of the frame.
    private static readonly MessageParser<Schema.PeerFrame> Parser = Schema.PeerFrame.Parser.WithDiscardUnknownFields(
        true);

    /// <summary>Encodes a message: the payload of one frame.</summary>
    public static ReadOnlyMemory<byte> Encode(PeerMessage message) =>
        message is Batch batch ? EncodeBatch(batch) : ToSchema(message).ToByteArray();

    /// <summary>Reads the payload of one frame; slices of it are kept. Gives what is wrong with it, or null.</summary>
    /// <param name="frame">The payload.</param>
    /// <param name="message">The message when the answer is null.</param>
    public static string? TryDecode(ReadOnlyMemory<byte> frame, out PeerMessage? message)
    {
        message = null;
        ProtoReader reader = new(frame.Span);
        if (!reader.ReadTag() || reader.WireType != ProtoReader.LengthDelimited)
        {
            return "A frame does not hold a peer message.";
        }

        ReadOnlyMemory<byte> body = frame[reader.ReadRange()];
        if (reader.Failed || reader.Position != frame.Length)
        {
            return "A message does not fill its frame.";
        }

        return reader.Field switch
        {
            MailField when Count(body.Span, DependsOnField) > VersionVector.MaximumEntries =>
                $"A mail is not protobuf or names more than {VersionVector.MaximumEntries} replicas.",
            BatchField => DecodeBatch(body, out message),
            HelloField when Count(body.Span, EpochsField) > MaximumEpochs =>
                $"A hello is not protobuf or names more than {MaximumEpochs} epochs.",
            HelloField when Count(body.Span, KnownField) > VersionVector.MaximumEntries =>
                $"A hello is not protobuf or names more than {VersionVector.MaximumEntries} replicas.",
            _ => DecodeBySchema(frame.Span, out message),
        };
    }

    /// <summary>Counts the entries of a vector before the protobuf library makes an object of each.</summary>
    private static int Count(ReadOnlySpan<byte> message, int vectorField)
    {
        ProtoReader reader = new(message);
        int count = 0;
        while (reader.ReadTag())
        {
            count += reader.Field == vectorField ? 1 : 0;
            reader.Skip();
        }

        return reader.Failed ? int.MaxValue : count;
    }

    private static string? DecodeBySchema(ReadOnlySpan<byte> frame, out PeerMessage? message)
    {
        message = null;
        try
        {
            message = ToCore(Parser.ParseFrom(frame));
            return message is null
                ? "A message lacks a field, has one that cannot be, or is of an unknown kind."
                : null;
        }
        catch (InvalidProtocolBufferException exception)
        {
            return $"A frame does not hold a peer message: {exception.Message}";
        }
    }

    private static ReadOnlyMemory<byte> EncodeBatch(Batch batch)
    {
        int size = 1 + ProtoWriter.SizeOfVarint((ulong)batch.Sequence)
            + (batch.EndsRun ? 2 : 0)
            + RecordCodec.SizeOf(batch.Records)
            + SizeOf(batch.Epoch)
            + SizeOf(batch.Follows);
        ArrayBufferWriter<byte> buffer = new(size + 16);
        ProtoWriter writer = new(buffer);
        writer.WriteLength(BatchField, size);
        writer.WriteVarint(SequenceField, (ulong)batch.Sequence);
        if (batch.EndsRun)
        {
            writer.WriteVarint(EndsRunField, 1);
        }

        for (int index = 0; index < batch.Records.Count; index++)
        {
            RecordCodec.Encode(batch.Records[index], buffer);
        }

        if (batch.Epoch != CommitEpoch.First)
        {
            writer.WriteVarint(EpochField, (ulong)batch.Epoch.Number);
            writer.WriteBytes(FounderField, batch.Epoch.Founder.Encoded);
        }

        if (batch.Follows is { } before)
        {
            Span<byte> hash = stackalloc byte[HashBytes];
            before.Hash.WriteTo(hash);
            writer.WriteBytes(HashBeforeField, hash);
            if (before.Number.IsGiven)
            {
                writer.WriteVarint(NumberBeforeField, (ulong)before.Number.Value);
            }
        }

        return buffer.WrittenMemory;
    }

    private static int SizeOf(CommitEpoch epoch) => epoch == CommitEpoch.First
        ? 0
        : 1 + ProtoWriter.SizeOfVarint((ulong)epoch.Number)
            + ProtoWriter.SizeOfBytes(FounderField, epoch.Founder.Encoded.Length);

    private static int SizeOf(CommittedPrefix? before) => before is { Number: var number }
        ? ProtoWriter.SizeOfBytes(HashBeforeField, HashBytes)
            + (number.IsGiven ? 1 + ProtoWriter.SizeOfVarint((ulong)number.Value) : 0)
        : 0;

    private static string? DecodeBatch(ReadOnlyMemory<byte> encoded, out PeerMessage? message)
    {
        message = null;
        ProtoReader reader = new(encoded.Span);
        List<LogRecord> records = [];
        ReplicaId known = ReplicaId.Base;
        (ulong sequence, ulong epoch, ulong numberBefore) = (0, 0, 0);
        bool endsRun = false;
        ReplicaId? founder = ReplicaId.Base;
        ReadOnlyMemory<byte>? hashBefore = null;
        while (reader.ReadTag())
        {
            switch (reader.Field, reader.WireType)
            {
                case (SequenceField, ProtoReader.Varint):
                    sequence = reader.ReadVarint();
                    break;
                case (EndsRunField, ProtoReader.Varint):
                    endsRun = reader.ReadVarint() != 0;
                    break;
                case (RecordCodec.RecordsField, ProtoReader.LengthDelimited):
                    if (DecodeRecord(encoded[reader.ReadRange()], ref known, records) is { } fault)
                    {
                        return fault;
                    }

                    break;
                case (EpochField, ProtoReader.Varint):
                    epoch = reader.ReadVarint();
                    break;
                case (FounderField, ProtoReader.LengthDelimited):
                    founder = ReplicaId.TryDecode(reader.ReadBytes(), out ReplicaId id) ? id : null;
                    break;
                case (HashBeforeField, ProtoReader.LengthDelimited):
                    hashBefore = encoded[reader.ReadRange()];
                    break;
                case (NumberBeforeField, ProtoReader.Varint):
                    numberBefore = reader.ReadVarint();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (hashBefore is { Length: not HashBytes })
        {
            return $"The hash in a batch has {hashBefore.Value.Length} bytes, not {HashBytes}.";
        }

        if (reader.Failed || sequence is 0 or > long.MaxValue || epoch > long.MaxValue || founder is null
            || numberBefore > long.MaxValue)
        {
            return "A batch ends early, has no sequence, or a number or an epoch that cannot be.";
        }

        message = new Batch((long)sequence, records, endsRun)
        {
            Epoch = new((long)epoch, founder),
            Follows = hashBefore is { } hash ? new(new((long)numberBefore), ChainHash.Read(hash.Span)) : null,
        };
        return null;
    }

    private static string? DecodeRecord(ReadOnlyMemory<byte> encoded, ref ReplicaId known, List<LogRecord> records)
    {
        if (RecordCodec.TryDecode(encoded, ref known, out LogRecord record) is { } fault)
        {
            return fault;
        }

        if (record.IsOfJournal)
        {
            return "A batch holds a roll back or a withdrawal, which is a matter of journals.";
        }

        records.Add(record);
        return null;
    }

    private static Schema.PeerFrame ToSchema(PeerMessage message) => message switch
    {
        Hello hello => new() { Hello = ToSchema(hello) },
        Acknowledgement acknowledgement =>
            new() { Acknowledgement = new() { Sequence = (ulong)acknowledgement.Sequence } },
        Mail mail => new() { Mail = ToSchema(mail) },
        JoinRequest join => new()
        {
            JoinRequest = new()
            {
                Version = (uint)join.Version,
                Description = join.Description is { } description ? SchemaMapping.ToSchema(description) : null,
            },
        },
        JoinReply reply => new() { JoinReply = new() { Identity = SchemaMapping.ToSchema(Bare(reply.Identity)) } },
        Refusal refusal => new()
        {
            Refusal = new() { Code = RejectionText.CodeOf(refusal.Rejection.Code), Detail = refusal.Rejection.Detail },
        },
        _ =>
            throw new ArgumentException(
                $"{message?.GetType().Name ?? "null"} is not a message between replicas.", nameof(message)),
    };

    private static Schema.Hello ToSchema(Hello hello)
    {
        byte[] hash = new byte[HashBytes];
        hello.Hash.WriteTo(hash);
        Schema.Hello schema = new()
        {
            Identity = SchemaMapping.ToSchema(Bare(hello.Identity)),
            CommitNumber = (ulong)hello.CommitNumber.Value,
            Hash = UnsafeByteOperations.UnsafeWrap(hash),
            Version = (uint)hello.Version,
            FormatLevel = hello.SupportedLevel > FirstLevel ? (uint)hello.SupportedLevel : 0,
            NextStamp = (ulong)hello.NextStamp.Value,
            SentAt = (ulong)Math.Max(0, hello.SentAt?.ToUnixTimeMilliseconds() ?? 0),
        };
        if (hello.ExecutedNumber != hello.CommitNumber)
        {
            schema.ExecutedNumber = (ulong)hello.ExecutedNumber.Value;
        }

        if (hello.LogDigest is { } digest)
        {
            byte[] digestBytes = new byte[LogDigest.Size];
            digest.WriteTo(digestBytes);
            schema.LogDigest = UnsafeByteOperations.UnsafeWrap(digestBytes);
        }

        schema.Epochs.AddRange(hello.Epochs.Skip(1).Select(SchemaMapping.ToSchema));
        SchemaMapping.AddTo(schema.Known, hello.Known);
        return schema;
    }

    private static PeerMessage? ToCore(Schema.PeerFrame frame) => frame.MessageCase switch
    {
        Schema.PeerFrame.MessageOneofCase.Hello => ToCore(frame.Hello),
        Schema.PeerFrame.MessageOneofCase.Acknowledgement => frame.Acknowledgement.Sequence is > 0 and <= long.MaxValue
            ? new Acknowledgement((long)frame.Acknowledgement.Sequence)
            : null,
        Schema.PeerFrame.MessageOneofCase.Mail => ToCore(frame.Mail),
        Schema.PeerFrame.MessageOneofCase.JoinRequest => ToCore(frame.JoinRequest),
        Schema.PeerFrame.MessageOneofCase.JoinReply =>
            SchemaMapping.ToCore(frame.JoinReply.Identity) is { } identity ? new JoinReply(Bare(identity)) : null,
        Schema.PeerFrame.MessageOneofCase.Refusal =>
            new Refusal(new(RejectionText.CodeFrom(frame.Refusal.Code), frame.Refusal.Detail)),
        _ => null,
    };

    private static Schema.Mail ToSchema(Mail mail)
    {
        Schema.Mail schema = new() { Write = UnsafeByteOperations.UnsafeWrap(mail.Write.Encoded) };
        SchemaMapping.AddTo(schema.DependsOn, mail.DependsOn);
        return schema;
    }

    private static Mail? ToCore(Schema.Mail mail) =>
        WriteDecoder.TryDecode(mail.Write.Memory, ReplicaId.Base, out Write? write) is null
            && SchemaMapping.ToCore(mail.DependsOn) is { } dependsOn
            ? new(write!, dependsOn)
            : null;

    /// <summary>
    /// What a journal says of an identity beyond its ids is nobody else's: no peer may set a clock or a quarantine.
    /// </summary>
    private static ReplicaIdentity Bare(ReplicaIdentity identity) =>
        new(identity.Database, identity.Replica) { CreationHash = identity.CreationHash };

    private static JoinRequest? ToCore(Schema.JoinRequest join)
    {
        ReplicaDescription? description = SchemaMapping.ToCore(join.Description);
        return join.Description is not null && description is null
            ? null
            : new() { Version = VersionOf(join.Version), Description = description };
    }

    private static int VersionOf(uint version) => (int)Math.Min(version, int.MaxValue);

    private static Hello? ToCore(Schema.Hello hello) =>
        SchemaMapping.ToCore(hello.Identity) is { } identity
        && SchemaMapping.ToCore(hello.Known) is VersionVector known
        && hello.CommitNumber <= long.MaxValue
        && hello.ExecutedNumber <= long.MaxValue
        && hello.Hash.Length == HashBytes
        && hello.LogDigest.Length is 0 or LogDigest.Size
        && hello.SentAt <= LatestTime
        && hello.NextStamp <= long.MaxValue
        && SchemaMapping.ToCore(hello.Epochs) is { } epochs
            ? new(Bare(identity), known, new((long)hello.CommitNumber), ChainHash.Read(hello.Hash.Span))
            {
                Version = VersionOf(hello.Version),
                Epochs = epochs,
                ExecutedNumber = new((long)(hello.HasExecutedNumber ? hello.ExecutedNumber : hello.CommitNumber)),
                SupportedLevel = Math.Max(FirstLevel, VersionOf(hello.FormatLevel)),
                NextStamp = new((long)hello.NextStamp),
                SentAt = hello.SentAt == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)hello.SentAt),
                LogDigest = hello.LogDigest.IsEmpty ? null : LogDigest.Read(hello.LogDigest.Span),
            }
            : null;
}
