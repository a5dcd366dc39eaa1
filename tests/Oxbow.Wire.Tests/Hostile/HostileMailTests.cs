using Google.Protobuf;
using Oxbow.Core.Messages;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;
using Oxbow.Wire.Peers;

namespace Oxbow.Wire.Tests.Hostile;

/// <summary>Direct mail with a write or a vector that cannot be is refused as a whole.</summary>
public sealed class HostileMailTests
{
    private readonly Samples samples = new(7);

    [Fact]
    public void Every_value_of_every_byte_of_a_mail_is_refused_or_sound()
    {
        byte[] frame = PeerCodec.Encode(new Mail(samples.Write(), samples.Vector(2))).ToArray();
        for (int position = 0; position < frame.Length; position++)
        {
            byte sound = frame[position];
            for (int value = 0; value < 256; value++)
            {
                frame[position] = (byte)value;
                AssertRefusedOrSound(frame);
            }

            frame[position] = sound;
        }
    }

    [Fact]
    public void A_mail_without_a_write_or_with_one_that_cannot_be_is_refused()
    {
        AssertRefused(new());
        AssertRefused(new() { DependsOn = { Entry([0, 0, 0, 0, 0, 0, 0, 1], 5) } });
        AssertRefused(new() { Write = ByteString.CopyFromUtf8("no write") });
        byte[] write = samples.Write().Encoded.ToArray();
        AssertRefused(new() { Write = ByteString.CopyFrom(write.AsSpan(..^1)) });
        AssertRefused(new() { Write = ByteString.CopyFrom([.. write, .. new byte[WriteLimits.MaximumWriteBytes]]) });
    }

    [Fact]
    public void A_vector_out_of_order_or_with_impossible_entries_is_refused()
    {
        Schema.VectorEntry one = Entry([0, 0, 0, 0, 0, 0, 0, 1], 5);
        Schema.VectorEntry two = Entry([0, 0, 0, 0, 0, 0, 0, 2], 5);
        Assert.Null(PeerCodec.TryDecode(FrameOf(Sound(one, two)), out _));
        AssertRefused(Sound(two, one));
        AssertRefused(Sound(one, one));
        AssertRefused(Sound(Entry([0, 0, 1], 5)));
        AssertRefused(Sound(Entry([0, 0, 0, 0, 0, 0, 0, 1], 0)));
        AssertRefused(Sound(Entry([0, 0, 0, 0, 0, 0, 0, 1], 1UL << 63)));
    }

    [Fact]
    public void A_vector_of_more_replicas_than_a_database_can_have_is_refused_before_it_takes_memory()
    {
        const int Entries = 2_000_000;
        Span<byte> mail = new byte[2 * Entries];
        for (int entry = 0; entry < Entries; entry++)
        {
            mail[2 * entry] = 0x12;
        }

        byte[] frame = [0x3A, 0x80, 0x92, 0xF4, 0x01, .. mail];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains($"{VersionVector.MaximumEntries}", PeerCodec.TryDecode(frame, out _), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void The_write_is_kept_byte_for_byte_also_when_a_newer_version_made_it()
    {
        byte[] newer = [.. samples.Write().Encoded.Span, 0xF8, 0x07, 1];
        Assert.Null(PeerCodec.TryDecode(FrameOf(new() { Write = ByteString.CopyFrom(newer) }), out PeerMessage? message));
        Write write = Assert.IsType<Mail>(message).Write;
        Assert.False(write.IsUnderstood);
        Assert.Equal(newer, write.Encoded.ToArray());
    }

    private static Schema.Mail Sound(params Schema.VectorEntry[] entries) =>
        new() { Write = ByteString.CopyFrom(new Samples(8).Write().Encoded.Span), DependsOn = { entries } };

    private static Schema.VectorEntry Entry(byte[] path, ulong stamp) => new() { Replica = ByteString.CopyFrom(path), Stamp = stamp };

    private static byte[] FrameOf(Schema.Mail mail) => new Schema.PeerFrame { Mail = mail }.ToByteArray();

    private static void AssertRefused(Schema.Mail mail)
    {
        Assert.False(string.IsNullOrWhiteSpace(PeerCodec.TryDecode(FrameOf(mail), out PeerMessage? message)));
        Assert.Null(message);
    }

    private static void AssertRefusedOrSound(byte[] frame)
    {
        if (PeerCodec.TryDecode(frame, out PeerMessage? message) is null && message is Mail mail)
        {
            Twin.AssertSame(Schema.PeerFrame.Parser.WithDiscardUnknownFields(true).ParseFrom(frame).Mail, mail);
        }
    }
}
