using System.Buffers;
using System.Buffers.Binary;
using Oxbow.Core.Writes;

namespace Oxbow.Wire.Framing;

/// <summary>Reads frames from bytes as they arrive.</summary>
public static class FrameDecoder
{
    /// <summary>
    /// Reads the frame at the start of <paramref name="input"/> and moves <paramref name="input"/> behind it.
    /// An incomplete or refused frame leaves <paramref name="input"/> as it was. The announced length is
    /// checked before memory is taken for it.
    /// </summary>
    public static FrameReading Read(ref ReadOnlySequence<byte> input, int maximumPayloadBytes)
    {
        if (input.Length < FrameLimits.HeaderBytes)
        {
            return default;
        }

        Span<byte> header = stackalloc byte[FrameLimits.HeaderBytes];
        input.Slice(0, FrameLimits.HeaderBytes).CopyTo(header);
        uint payloadBytes = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (FrameLimits.Check(payloadBytes, maximumPayloadBytes) is { } error)
        {
            return new FrameReading(null, error);
        }

        if (input.Length - FrameLimits.HeaderBytes < payloadBytes)
        {
            return default;
        }

        byte[] payload = input.Slice(FrameLimits.HeaderBytes, payloadBytes).ToArray();
        if (Crc32C.Compute(payload) != BinaryPrimitives.ReadUInt32LittleEndian(header[sizeof(uint)..]))
        {
            return new FrameReading(null, FrameError.BadChecksum);
        }

        input = input.Slice(FrameLimits.HeaderBytes + (long)payloadBytes);
        return new FrameReading(payload, null);
    }
}
