using Google.Protobuf;
using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Wire.Tests.Writes;

/// <summary>The encoding by hand and the published schema are one format.</summary>
public sealed class WriteTwinTests
{
    [Fact]
    public void The_schema_reads_what_the_hand_writes_and_writes_the_same_bytes()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Write write = new Samples(seed).Write();
            Schema.Write schema = Schema.Write.Parser.ParseFrom(write.Encoded.Span);

            Assert.Equal(1u, schema.Schema);
            Assert.Equal(write.Kind is WriteKind.HandOff or WriteKind.Eviction, schema.HasReplica);
            Assert.Equal(write.Kind is WriteKind.HandOff or WriteKind.TakeOver, schema.HasAfter);
            Twin.AssertSame(write);
        }
    }

    [Fact]
    public void The_hand_reads_what_the_schema_writes()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Write write = new Samples(seed).Write();
            byte[] bytes = Schema.Write.Parser.ParseFrom(write.Encoded.Span).ToByteArray();

            Assert.Null(WriteDecoder.TryDecode(bytes, ReplicaId.Base, out Write? read));
            Assert.True(read!.IsUnderstood);
            Assert.Equal(Meaning.Of(write), Meaning.Of(read));
            Assert.Equal(write.Encoded.ToArray(), bytes);
        }
    }
}
