using System.Buffers;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Writes;

/// <summary>Writes of a newer version are stored, ordered and forwarded byte for byte, and change nothing.</summary>
public sealed class UnknownWritesTests
{
    private static readonly AcceptStamp Stamp = AcceptStamp.FromTime(Cluster.Start);

    /// <summary>Kinds, and fields after them, that this version does not know.</summary>
    public static TheoryData<string, byte[]> Newer => new()
    {
        { "a kind", Encode(9, _ => { }) },
        { "a kind that has updates", Encode(9, writer => writer.WriteBytes(7, new byte[] { 10, 1, 99, 18, 1, 107, 26, 1, 49 })) },
        { "a kind that has a target", Encode(9, writer => writer.WriteBytes(16, new byte[3])) },
        { "a field", Encode(1, writer => writer.WriteBytes(77, new byte[40])) },
        { "a schema", Encode(1, _ => { }, schema: 2, withUpdate: true) },
        { "a kind of update", Encode(1, writer => writer.WriteBytes(7, new byte[] { 10, 1, 99, 18, 1, 107, 42, 1, 49 })) },
        { "a retirement with content", Encode(3, writer => writer.WriteBytes(7, new byte[] { 10, 1, 99, 18, 1, 107, 26, 1, 49 })) },
    };

    [Theory]
    [MemberData(nameof(Newer))]
    public void A_newer_write_is_taken_and_passed_on_byte_for_byte(string what, byte[] encoded)
    {
        Assert.Null(WriteDecoder.TryDecode(encoded, ReplicaId.Base, out Write? write));
        Cluster cluster = new();
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Link forged = cluster.Connect(c, b);
        forged.DeliverToListener();
        AcceptStamp previous = b.Status().Known[ReplicaId.Base];
        Write follower = Follow(write!, cluster.After(ReplicaId.Base, previous));
        forged.ForgeToListener(new Batch(1, [LogRecord.Of(follower, CommitNumber.None)], EndsRun: false));
        forged.Close();
        b.Crash();
        cluster.Exchange(b, c);

        Write passedOn = Assert.Single(c.Log(), entry => entry.Write.Id == follower.Id).Write;
        Assert.True(passedOn.Encoded.Span.SequenceEqual(follower.Encoded.Span), what);
        Assert.Empty(c.Scan(Core.State.ReadView.Latest));
    }

    /// <summary>The same bytes with other stamps, so that the write follows what the replica holds.</summary>
    private static Write Follow(Write write, Predecessor previous)
    {
        byte[] bytes = write.Encoded.ToArray();
        int stamp = 2 + 1;
        BitConverter.TryWriteBytes(bytes.AsSpan(stamp), previous.Stamp.Value + 1000);
        BitConverter.TryWriteBytes(bytes.AsSpan(stamp + 9), previous.Stamp.Value);
        previous.Hash.WriteTo(bytes.AsSpan(stamp + 9 + 8 + 2));
        Assert.Null(WriteDecoder.TryDecode(bytes, ReplicaId.Base, out Write? follower));
        return follower!;
    }

    private static byte[] Encode(int kind, Action<ProtoWriter> content, int schema = 1, bool withUpdate = false)
    {
        ArrayBufferWriter<byte> buffer = new();
        ProtoWriter writer = new(buffer);
        writer.WriteBytes(1, ReplicaId.Base.Encoded);
        writer.WriteFixed64(2, Stamp.Value);
        writer.WriteFixed64(3, 0);
        writer.WriteBytes(4, new byte[WriteHash.Size]);
        writer.WriteVarint(5, (ulong)kind);
        writer.WriteVarint(6, (ulong)schema);
        if (withUpdate)
        {
            writer.WriteBytes(7, new byte[] { 10, 1, 99, 18, 1, 107, 26, 1, 49 });
        }

        content(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
