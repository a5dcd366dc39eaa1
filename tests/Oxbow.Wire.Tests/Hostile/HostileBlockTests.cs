using System.Buffers;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Wire.Journals;

namespace Oxbow.Wire.Tests.Hostile;

/// <summary>Whatever stands in a block is refused with a text or can be written again; nothing throws.</summary>
public sealed class HostileBlockTests
{
    [Fact]
    public void Spoiled_blocks_are_refused_or_sound()
    {
        for (int seed = 0; seed < 3; seed++)
        {
            Samples samples = new(seed);
            foreach (byte[] spoiled in Mutations.Of(Encode(samples.Identity(), samples.Records(4))))
            {
                AssertRefusedOrSound(spoiled);
            }
        }
    }

    [Fact]
    public void Random_bytes_are_refused_or_sound()
    {
        Samples samples = new(2);
        for (int round = 0; round < 100_000; round++)
        {
            byte[] bytes = samples.Bytes(samples.Below(40));
            AssertRefusedOrSound(bytes);
            AssertRefusedOrSound([0x1A, (byte)bytes.Length, .. bytes]);
        }
    }

    [Fact]
    public void Declared_lengths_and_deep_nesting_are_refused_without_taking_memory()
    {
        byte[] nested = new byte[1_000_000];
        Array.Fill(nested, (byte)0x0B);
        AssertCheaplyRefused(nested);
        AssertCheaplyRefused([0x0A, 0xC0, 0x84, 0x3D, .. nested]);
        AssertCheaplyRefused([0x1A, 0xC0, 0x84, 0x3D, .. nested]);
        AssertCheaplyRefused([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1]);
        AssertCheaplyRefused([0x1A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 1]);
    }

    private static byte[] Encode(ReplicaIdentity? identity, IReadOnlyList<LogRecord> records)
    {
        ArrayBufferWriter<byte> block = new();
        BlockCodec.Encode(identity, records, 0, int.MaxValue, block);
        return block.WrittenSpan.ToArray();
    }

    private static void AssertCheaplyRefused(byte[] block)
    {
        List<LogRecord> records = [];
        BlockCodec.TryDecode(block, out _, records);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotNull(BlockCodec.TryDecode(block, out _, records));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
        Assert.Empty(records);
    }

    private static void AssertRefusedOrSound(byte[] block)
    {
        List<LogRecord> records = [];
        if (BlockCodec.TryDecode(block, out ReplicaIdentity? identity, records) is { } fault)
        {
            Assert.NotEqual("", fault);
            return;
        }

        Twin.AssertSame(Schema.Block.Parser.ParseFrom(block).Records, records);
        List<LogRecord> again = [];
        Assert.Null(BlockCodec.TryDecode(Encode(identity, records), out ReplicaIdentity? identityAgain, again));
        Assert.Equal(Meaning.Of(identity), Meaning.Of(identityAgain));
        Assert.Equal(Meaning.Of(records), Meaning.Of(again));
    }
}
