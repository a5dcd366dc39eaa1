using Google.Protobuf;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Wire.Peers;

namespace Oxbow.Wire.Tests.Hostile;

/// <summary>Whatever a peer sends is refused with a text or is a message that can be said again; nothing throws.</summary>
public sealed class HostileFrameTests
{
    private const ulong TooLarge = 1UL << 63;

    [Fact]
    public void Spoiled_frames_are_refused_or_sound()
    {
        for (int seed = 0; seed < 3; seed++)
        {
            foreach (PeerMessage message in new Samples(seed).Messages())
            {
                foreach (byte[] spoiled in Mutations.Of(PeerCodec.Encode(message).ToArray()))
                {
                    AssertRefusedOrSound(spoiled);
                }
            }
        }
    }

    [Fact]
    public void Every_value_of_every_byte_of_a_batch_is_refused_or_sound()
    {
        byte[] frame = PeerCodec.Encode(new Batch(5, new Samples(4).Records(2), EndsRun: true)).ToArray();
        for (int position = 0; position < frame.Length; position++)
        {
            byte sound = frame[position];
            for (int value = 0; value < 256; value++)
            {
                frame[position] = (byte)value;
                AssertRefusedOrSound([.. frame]);
            }

            frame[position] = sound;
        }
    }

    /// <summary>
    /// A field that is not known takes three bytes here, and would take many times as many, were it kept.
    /// </summary>
    [Fact]
    public void Fields_of_a_newer_peer_take_no_memory()
    {
        const int Fields = 100_000;
        byte[] newer = [.. Enumerable.Repeat<byte[]>([0xF8, 0x07, 1], Fields).SelectMany(field => field)];
        Schema.Refusal refusal = Schema.Refusal.Parser.ParseFrom(newer);
        byte[] frame = new Schema.PeerFrame { Refusal = refusal }.ToByteArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(PeerCodec.TryDecode(frame, out PeerMessage? message));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, frame.Length / 2);
        Assert.IsType<Refusal>(message);
        Assert.InRange(frame.Length, newer.Length, 2 * newer.Length);
    }

    [Fact]
    public void Random_bytes_are_refused_or_sound()
    {
        Samples samples = new(1);
        for (int round = 0; round < 100_000; round++)
        {
            byte[] bytes = samples.Bytes(samples.Below(40));
            AssertRefusedOrSound(bytes);
            AssertRefusedOrSound([(byte)(((round % 8) << 3) | 2), (byte)bytes.Length, .. bytes]);
        }
    }

    [Theory]
    [InlineData(0x0A)]
    [InlineData(0x12)]
    [InlineData(0x1A)]
    [InlineData(0x2A)]
    [InlineData(0x32)]
    [InlineData(0x3A)]
    [InlineData(0x7A)]
    public void A_declared_length_takes_no_memory(int tag)
    {
        byte[][] lengths =
        [
            [0xFF, 0xFF, 0xFF, 0x01],
            [0xFF, 0xFF, 0xFF, 0xFF, 0x07],
            [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        ];
        foreach (byte[] length in lengths)
        {
            AssertCheaplyRefused([(byte)tag, .. length, 1, 2, 3]);
            AssertCheaplyRefused([(byte)tag, 7, (byte)tag, .. length, 1]);
            AssertCheaplyRefused([0x12, (byte)(length.Length + 4), 0x08, 1, 0x1A, .. length, 1]);
        }
    }

    [Theory]
    [InlineData(0x0B)]
    [InlineData(0x13)]
    [InlineData(0x7B)]
    public void Deep_nesting_is_refused(int groupStart)
    {
        byte[] nested = new byte[1_000_000];
        Array.Fill(nested, (byte)groupStart);
        AssertRefused(nested);
        AssertRefused([0x12, 0x80, 0x89, 0x7A, .. new byte[2_000_000]]);
        AssertRefused([0x0A, 0xC0, 0x84, 0x3D, .. nested]);
        AssertRefused([0x12, 0xC0, 0x84, 0x3D, .. nested]);
        AssertRefused([0x3A, 0xC0, 0x84, 0x3D, .. nested]);
    }

    [Fact]
    public void A_kind_of_message_of_a_newer_version_is_refused()
    {
        AssertRefused([]);
        AssertRefused([8 << 3 | 2, 0]);
        AssertRefused([0x9A, 0x06, 2, 8, 1]);
        AssertRefused([8 << 3, 1]);
    }

    [Fact]
    public void A_frame_holds_one_message()
    {
        byte[] batch = PeerCodec.Encode(new Batch(1, [], EndsRun: true)).ToArray();
        byte[] acknowledgement = PeerCodec.Encode(new Acknowledgement(1)).ToArray();

        AssertRefused([.. batch, .. acknowledgement]);
        AssertRefused([.. batch, .. batch]);
        AssertRefused([.. acknowledgement, .. batch]);
    }

    [Fact]
    public void Hellos_with_impossible_values_are_refused()
    {
        Schema.VectorEntry one = Entry([0, 0, 0, 0, 0, 0, 0, 1], 5);
        Schema.VectorEntry two = Entry([0, 0, 0, 0, 0, 0, 0, 2], 5);
        AssertHello(isSound: true, hello => hello.Known.Add([one, two]));
        AssertHello(isSound: false, hello => hello.Known.Add([two, one]));
        AssertHello(isSound: false, hello => hello.Known.Add([one, one]));
        AssertHello(isSound: false, hello => hello.Known.Add(Entry([], 0)));
        AssertHello(isSound: false, hello => hello.Known.Add(Entry([], TooLarge)));
        AssertHello(isSound: false, hello => hello.CommitNumber = TooLarge);
        AssertHello(isSound: false, hello => hello.Hash = ByteString.CopyFrom(new byte[15]));
        AssertHello(isSound: false, hello => hello.Hash = ByteString.CopyFrom(new byte[17]));
        AssertHello(isSound: false, hello => hello.Hash = ByteString.Empty);
        AssertHello(isSound: false, hello => hello.Identity = null);
        AssertHello(isSound: false, hello => hello.Identity.Database = ByteString.CopyFrom(new byte[17]));
        AssertHello(isSound: false, hello => hello.Epochs.Add(new Schema.EpochStart { First = 1 }));
        AssertHello(isSound: false, hello => hello.Epochs.Add(new Schema.EpochStart { Number = 1 }));
        AssertHello(isSound: false, hello => hello.Epochs.Add(new Schema.EpochStart { Number = TooLarge, First = 1 }));
        AssertHello(isSound: false, hello => hello.Epochs.Add(new Schema.EpochStart { Number = 1, First = TooLarge }));
        foreach (byte[] path in ImpossiblePaths())
        {
            Schema.EpochStart start = new() { Number = 1, First = 1, Founder = ByteString.CopyFrom(path) };
            AssertHello(isSound: false, hello => hello.Epochs.Add(start));
            AssertHello(isSound: false, hello => hello.Known.Add(Entry(path, 5)));
            AssertHello(isSound: false, hello => hello.Identity.Replica = ByteString.CopyFrom(path));
        }
    }

    [Fact]
    public void A_hello_names_a_thousand_epochs_and_no_more()
    {
        const int Most = 1_000;
        Schema.EpochStart[] starts =
            [.. Enumerable.Range(1, Most).Select(number => new Schema.EpochStart { Number = (ulong)number, First = (ulong)number })];
        AssertHello(isSound: true, hello => hello.Epochs.Add(starts));
        AssertHello(isSound: false, hello => hello.Epochs.Add([.. starts, starts[^1]]));
    }

    [Fact]
    public void Batches_and_acknowledgements_with_impossible_numbers_are_refused()
    {
        foreach (ulong sequence in (ulong[])[0, TooLarge, ulong.MaxValue])
        {
            AssertRefused(new Schema.PeerFrame { Acknowledgement = new() { Sequence = sequence } }.ToByteArray());
            AssertRefused(new Schema.PeerFrame { Batch = new() { Sequence = sequence, EndsRun = true } }.ToByteArray());
        }

        AssertRefused(BatchOf(new Schema.Record { CommitNumber = TooLarge, Stamp = 1 }));
        AssertRefused(BatchOf(new Schema.Record { CommitNumber = 0, Stamp = 1 }));
        AssertRefused(BatchOf(new Schema.Record { CommitNumber = 1, Stamp = 0 }));
        AssertRefused(BatchOf(new Schema.Record { CommitNumber = 1, Stamp = TooLarge }));
        AssertRefused(BatchOf(new Schema.Record()));
        AssertRefused(BatchOf(new Schema.Record { CommitNumber = 1, Write = ByteString.CopyFromUtf8("no write") }));
    }

    [Fact]
    public void A_commit_notice_whose_origin_cannot_be_is_not_taken_for_the_base()
    {
        foreach (byte[] path in ImpossiblePaths())
        {
            AssertRefused(BatchOf(new Schema.Record { CommitNumber = 1, Stamp = 1, Origin = ByteString.CopyFrom(path) }));
        }

        Assert.Null(PeerCodec.TryDecode(BatchOf(new Schema.Record { CommitNumber = 1, Stamp = 1 }), out _));
    }

    [Fact]
    public void A_vector_of_more_replicas_than_a_database_can_have_is_refused_before_it_takes_memory()
    {
        const int Entries = 2_000_000;
        Span<byte> hello = new byte[2 * Entries];
        for (int entry = 0; entry < Entries; entry++)
        {
            hello[2 * entry] = 0x12;
        }

        byte[] frame = [0x0A, 0x80, 0x92, 0xF4, 0x01, .. hello];
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(frame);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    private static byte[][] ImpossiblePaths() =>
    [
        new byte[7],
        new byte[8],
        [0x80, 0, 0, 0, 0, 0, 0, 1],
        [0, 0, 0, 0, 0, 0, 0, 1, 0],
        [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
        [.. Samples.IdOfDepth(ReplicaId.MaximumDepth).Encoded, 0, 0, 0, 0, 0, 0, 0, 99],
    ];

    private static Schema.VectorEntry Entry(byte[] path, ulong stamp) => new() { Replica = ByteString.CopyFrom(path), Stamp = stamp };

    private static byte[] BatchOf(Schema.Record record) => new Schema.PeerFrame { Batch = new() { Sequence = 1, Records = { record } } }.ToByteArray();

    private static void AssertHello(bool isSound, Action<Schema.Hello> change)
    {
        Schema.Hello hello = new()
        {
            Identity = new() { Database = ByteString.CopyFrom(new byte[16]) },
            CommitNumber = 4,
            Hash = ByteString.CopyFrom(new byte[16]),
        };
        change(hello);
        byte[] frame = new Schema.PeerFrame { Hello = hello }.ToByteArray();
        if (isSound)
        {
            Assert.Null(PeerCodec.TryDecode(frame, out _));
        }
        else
        {
            AssertRefused(frame);
        }
    }

    private static void AssertRefused(byte[] frame)
    {
        Assert.False(string.IsNullOrWhiteSpace(PeerCodec.TryDecode(frame, out PeerMessage? message)));
        Assert.Null(message);
    }

    private static void AssertCheaplyRefused(byte[] frame)
    {
        AssertRefused(frame);
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertRefused(frame);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
    }

    private static void AssertRefusedOrSound(byte[] frame)
    {
        if (PeerCodec.TryDecode(frame, out PeerMessage? message) is { } fault)
        {
            Assert.NotEqual("", fault);
            return;
        }

        if (message is Batch batch)
        {
            Twin.AssertSame(Schema.PeerFrame.Parser.ParseFrom(frame).Batch, batch);
        }
        else if (message is Mail mail)
        {
            Twin.AssertSame(Schema.PeerFrame.Parser.WithDiscardUnknownFields(true).ParseFrom(frame).Mail, mail);
        }

        Assert.Null(PeerCodec.TryDecode(PeerCodec.Encode(message!), out PeerMessage? again));
        Assert.Equal(Meaning.Of(message), Meaning.Of(again));
    }
}
