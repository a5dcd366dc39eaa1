using System.Buffers.Binary;
using Oxbow.Core.Writes;

namespace Oxbow.Storage.Segments;

/// <summary>
/// One valid frame in a segment: length of the payload (u32), kind (u8), check (u32), payload.
/// The check is seeded with the check of the segment's header and the offset of the frame, so bytes that
/// belong to another place, another segment or another journal are never taken for a frame here.
/// </summary>
internal readonly record struct Frame(FrameKind Kind, int Offset, int PayloadBytes, uint Check)
{
    public const int HeaderBytes = 9;

    private const int KindOffset = 4;
    private const int CheckOffset = 5;

    public int PayloadOffset => Offset + HeaderBytes;

    public int End => PayloadOffset + PayloadBytes;

    /// <summary>Fills the header in front of a payload that stands in place; returns the check.</summary>
    public static uint WriteHeader(Span<byte> frame, FrameKind kind, uint segmentCheck, int offset)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)(frame.Length - HeaderBytes));
        frame[KindOffset] = (byte)kind;
        var check = ComputeCheck(frame, segmentCheck, offset);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[CheckOffset..], check);
        return check;
    }

    /// <summary>The frame at the given offset of a segment, or false when none that is valid stands there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> segment, uint segmentCheck, int offset, out Frame frame)
    {
        frame = default;
        var rest = segment[offset..];
        if (rest.Length < HeaderBytes)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        if (length > rest.Length - HeaderBytes || !IsPlausible((FrameKind)rest[KindOffset], length))
        {
            return false;
        }

        var bytes = rest[..(HeaderBytes + (int)length)];
        var check = BinaryPrimitives.ReadUInt32LittleEndian(bytes[CheckOffset..]);
        if (check != ComputeCheck(bytes, segmentCheck, offset))
        {
            return false;
        }

        frame = new Frame((FrameKind)bytes[KindOffset], offset, (int)length, check);
        return true;
    }

    private static bool IsPlausible(FrameKind kind, uint length) => kind switch
    {
        FrameKind.Group => length > 0,
        FrameKind.Opened or FrameKind.Closed or FrameKind.Rolled => length == 0,
        _ => false,
    };

    private static uint ComputeCheck(ReadOnlySpan<byte> frame, uint segmentCheck, int offset)
    {
        Span<byte> seed = stackalloc byte[sizeof(int) + CheckOffset];
        BinaryPrimitives.WriteInt32LittleEndian(seed, offset);
        frame[..CheckOffset].CopyTo(seed[sizeof(int)..]);
        return Crc32C.Append(Crc32C.Append(segmentCheck, seed), frame[HeaderBytes..]);
    }
}
