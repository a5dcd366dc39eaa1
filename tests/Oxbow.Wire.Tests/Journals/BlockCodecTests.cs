using System.Buffers;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Wire.Journals;

namespace Oxbow.Wire.Tests.Journals;

/// <summary>Every block of a journal comes back as it went.</summary>
public sealed class BlockCodecTests
{
    [Fact]
    public void A_block_comes_back_the_same_with_and_without_identity()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Samples samples = new(seed);
            ReplicaIdentity? identity = seed % 2 == 0 ? samples.Identity() with { Announced = seed % 4 == 0 ? new("oslo", new byte[] { 1 }, seed + 1) : null } : null;
            LogRecord[] records = samples.Records(seed % 7);
            ArrayBufferWriter<byte> block = new();

            Assert.Equal(records.Length, BlockCodec.Encode(identity, records, 0, int.MaxValue, block));

            List<LogRecord> read = [];
            Assert.Null(BlockCodec.TryDecode(block.WrittenMemory, out ReplicaIdentity? readIdentity, read));
            Assert.Equal(Meaning.Of(identity), Meaning.Of(readIdentity));
            Assert.Equal(Meaning.Of(records), Meaning.Of(read));
        }
    }

    [Fact]
    public void A_full_block_tells_how_many_records_it_took_and_the_next_takes_the_rest()
    {
        LogRecord[] records = new Samples(5).Records(100);
        List<LogRecord> read = [];
        int blocks = 0;
        for (int from = 0; from < records.Length; blocks++)
        {
            ArrayBufferWriter<byte> block = new();
            int taken = BlockCodec.Encode(null, records, from, 500, block);
            Assert.InRange(taken, 1, records.Length - from);
            Assert.Null(BlockCodec.TryDecode(block.WrittenMemory, out _, read));
            from += taken;
            Assert.Equal(from, read.Count);
        }

        Assert.True(blocks > 10);
        Assert.Equal(Meaning.Of(records), Meaning.Of(read));
    }

    [Fact]
    public void A_field_of_a_newer_version_is_refused_by_name()
    {
        Schema.Block block = new() { Identity = SchemaMapping.ToSchema(new Samples(1).Identity()) };
        byte[] newer = [.. Google.Protobuf.MessageExtensions.ToByteArray(block), 9 << 3, 1];

        string? fault = BlockCodec.TryDecode(newer, out _, new List<LogRecord>());

        Assert.Contains("field 9", fault, StringComparison.Ordinal);
        Assert.Contains("newer", fault, StringComparison.Ordinal);
    }
}
