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

            Assert.Equal(write.Id.Origin.Encoded, schema.Origin.Span);
            Assert.Equal((ulong)write.Id.Stamp.Value, schema.Stamp);
            Assert.Equal((ulong)write.Previous.Value, schema.Previous);
            Assert.Equal((uint)write.Kind, schema.Kind);
            Assert.Equal(1u, schema.Schema);
            Assert.Equal(write.HandOffTarget is { } target ? Convert.ToHexString(target.Encoded) : "", Convert.ToHexString(schema.HandOffTarget.Span));
            AssertUpdates(write, schema);
        }
    }

    [Fact]
    public void The_hand_reads_what_the_schema_writes()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Write write = new Samples(seed).Write();
            byte[] bytes = Schema.Write.Parser.ParseFrom(write.Encoded.Span).ToByteArray();

            Assert.Null(WriteCodec.TryDecode(bytes, ReplicaId.Base, out Write? read));
            Assert.Equal(write.Id, read!.Id);
            Assert.Equal(write.Previous, read.Previous);
            Assert.Equal(write.Kind, read.Kind);
            Assert.True(read.IsUnderstood);
            Assert.Equal(write.HandOffTarget, read.HandOffTarget);
            AssertUpdates(read, Schema.Write.Parser.ParseFrom(write.Encoded.Span));
        }
    }

    private static void AssertUpdates(Write write, Schema.Write schema)
    {
        int position = 0;
        foreach (Update update in write.ReadUpdates())
        {
            Schema.Update twin = schema.Updates[position++];
            Assert.Equal(twin.Collection.Span, update.Collection.Span);
            Assert.Equal(twin.Key.Span, update.Key.Span);
            Assert.Equal(twin.Put.Span, update.Value.Span);
            Assert.Equal(update.Kind == UpdateKind.Delete, twin.ChangeCase == Schema.Update.ChangeOneofCase.Delete && twin.Delete);
        }

        Assert.Equal(schema.Updates.Count, position);
    }
}
