using System.Buffers;
using Google.Protobuf;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Wire.Journals;
using Oxbow.Wire.Peers;

namespace Oxbow.Wire.Tests.Journals;

/// <summary>Records, batches and blocks are written by hand; the published schema says the same of their bytes.</summary>
public sealed class RecordTwinTests
{
    [Fact]
    public void A_batch_by_hand_is_the_batch_of_the_schema_both_ways()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Batch batch = new Samples(seed).Batch();
            Schema.PeerFrame schema = Schema.PeerFrame.Parser.ParseFrom(PeerCodec.Encode(batch).Span);

            Assert.Equal(Schema.PeerFrame.MessageOneofCase.Batch, schema.MessageCase);
            Twin.AssertSame(schema.Batch, batch);

            Assert.Null(PeerCodec.TryDecode(schema.ToByteArray(), out PeerMessage? read));
            Assert.Equal(Meaning.Of(batch), Meaning.Of(read));
        }
    }

    [Fact]
    public void A_block_by_hand_is_the_block_of_the_schema_both_ways()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Samples samples = new(seed);
            ReplicaIdentity identity = samples.Identity();
            LogRecord[] records = samples.Records(samples.Below(6));
            ArrayBufferWriter<byte> block = new();
            BlockCodec.Encode(identity, records, 0, int.MaxValue, block);
            Schema.Block schema = Schema.Block.Parser.ParseFrom(block.WrittenSpan);

            Assert.Equal(identity.Database.Value.ToByteArray(bigEndian: true), schema.Identity.Database.ToByteArray());
            Assert.Equal(identity.Replica.Encoded, schema.Identity.Replica.Span);
            Twin.AssertSame(schema.Records, records);

            List<LogRecord> read = [];
            Assert.Null(BlockCodec.TryDecode(schema.ToByteArray(), out ReplicaIdentity? readIdentity, read));
            Assert.Equal(identity, readIdentity);
            Assert.Equal(Meaning.Of(records), Meaning.Of(read));
        }
    }

    [Fact]
    public void A_record_says_whose_write_it_is_even_when_the_origin_repeats()
    {
        Write write = WriteEncoder.EncodeMembership(new(Samples.IdOfDepth(2), new(9)), new(new(2), default), WriteKind.Retirement);
        LogRecord[] records = [LogRecord.Of(write, new(1)), LogRecord.Notice(new(ReplicaId.Base, new(3)), new(2)), LogRecord.Of(write, new(3))];

        Assert.Null(PeerCodec.TryDecode(PeerCodec.Encode(new Batch(1, records, EndsRun: false)), out PeerMessage? read));

        Assert.Equal([Samples.IdOfDepth(2), ReplicaId.Base, Samples.IdOfDepth(2)], ((Batch)read!).Records.Select(record => record.Id.Origin));
    }
}
