using System.Buffers;
using System.Buffers.Binary;
using Oxbow.Core.Writes;

namespace Oxbow.Wire.Framing;

/// <summary>Writes frames: header, then payload.</summary>
public static class FrameEncoder
{
    /// <summary>Writes the header of <paramref name="payload"/> to the first <see cref="FrameLimits.HeaderBytes"/> bytes of <paramref name="destination"/>.</summary>
    public static void WriteHeader(Span<byte> destination, ReadOnlySpan<byte> payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[sizeof(uint)..], Crc32C.Compute(payload));
    }

    /// <summary>Appends <paramref name="payload"/> as one frame. The caller has checked its size with <see cref="FrameLimits.Check"/>.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> payload)
    {
        WriteHeader(output.GetSpan(FrameLimits.HeaderBytes), payload);
        output.Advance(FrameLimits.HeaderBytes);
        output.Write(payload);
    }
}
