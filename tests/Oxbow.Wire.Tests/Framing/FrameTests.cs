using System.Buffers;
using System.Buffers.Binary;
using Oxbow.Core.Writes;
using Oxbow.Wire.Framing;

namespace Oxbow.Wire.Tests.Framing;

public sealed class FrameTests
{
    private const int MaximumBytes = 100;

    [Fact]
    public void The_layout_is_length_checksum_payload()
    {
        byte[] bytes = Encode([1, 2, 3]);

        Assert.Equal(FrameLimits.HeaderBytes + 3, bytes.Length);
        Assert.Equal(3u, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        Assert.Equal(Crc32C.Compute([1, 2, 3]), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)));
        Assert.Equal([1, 2, 3], bytes[8..]);
    }

    [Fact]
    public void Frames_come_out_one_by_one_and_every_prefix_is_incomplete()
    {
        byte[] first = Encode([1, 2, 3]);
        byte[] both = [.. first, .. Encode(new byte[MaximumBytes])];
        for (int length = 0; length < first.Length; length++)
        {
            var prefix = new ReadOnlySequence<byte>(both, 0, length);
            Assert.Equal(default, FrameDecoder.Read(ref prefix, MaximumBytes));
            Assert.Equal(length, prefix.Length);
        }

        var input = new ReadOnlySequence<byte>(both);
        Assert.Equal([1, 2, 3], FrameDecoder.Read(ref input, MaximumBytes).Payload!.Value.ToArray());
        Assert.Equal(new byte[MaximumBytes], FrameDecoder.Read(ref input, MaximumBytes).Payload!.Value.ToArray());
        Assert.True(input.IsEmpty);
    }

    [Fact]
    public void A_frame_may_arrive_in_pieces_of_one_byte()
    {
        ReadOnlySequence<byte> input = Piece.Sequence(Encode([9, 8, 7, 6]));

        Assert.Equal([9, 8, 7, 6], FrameDecoder.Read(ref input, MaximumBytes).Payload!.Value.ToArray());
    }

    [Fact]
    public void Any_flipped_bit_of_payload_or_checksum_is_found()
    {
        byte[] bytes = Encode([0, 255, 17]);
        for (int bit = 4 * 8; bit < bytes.Length * 8; bit++)
        {
            byte[] rotten = [.. bytes];
            rotten[bit / 8] ^= (byte)(1 << (bit % 8));
            var input = new ReadOnlySequence<byte>(rotten);
            Assert.Equal(new FrameReading(null, FrameError.BadChecksum), FrameDecoder.Read(ref input, MaximumBytes));
        }
    }

    [Theory]
    [InlineData(0u, FrameError.Empty)]
    [InlineData(MaximumBytes + 1u, FrameError.TooLarge)]
    [InlineData(0x80000000u, FrameError.TooLarge)]
    [InlineData(uint.MaxValue, FrameError.TooLarge)]
    public void A_bad_length_is_refused_by_the_header_alone(uint payloadBytes, FrameError expected)
    {
        byte[] header = new byte[FrameLimits.HeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(header, payloadBytes);
        var input = new ReadOnlySequence<byte>(header);

        Assert.Equal(new FrameReading(null, expected), FrameDecoder.Read(ref input, MaximumBytes));
    }

    /// <summary>Both ends have to agree, so a change of it is one of the protocol.</summary>
    [Fact]
    public void A_payload_has_four_mebibytes_at_most_unless_told_otherwise() =>
        Assert.Equal(4 * 1024 * 1024, FrameLimits.DefaultMaximumPayloadBytes);

    private static byte[] Encode(byte[] payload)
    {
        var output = new ArrayBufferWriter<byte>();
        FrameEncoder.Write(output, payload);
        return output.WrittenSpan.ToArray();
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Sequence(byte[] bytes)
        {
            Piece first = new() { Memory = bytes.AsMemory(0, 1) };
            Piece last = first;
            for (int index = 1; index < bytes.Length; index++)
            {
                Piece next = new() { Memory = bytes.AsMemory(index, 1), RunningIndex = index };
                last.Next = next;
                last = next;
            }

            return new ReadOnlySequence<byte>(first, 0, last, 1);
        }
    }
}
