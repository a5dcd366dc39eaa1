using System.Buffers;
using Oxbow.Wire.Framing;

namespace Oxbow.Testing.Nodes;

/// <summary>Frames as they travel, with the header and the checksum of the real wire.</summary>
internal static class FrameBytes
{
    public static byte[] Of(ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[FrameLimits.HeaderBytes + payload.Length];
        FrameEncoder.WriteHeader(frame, payload);
        payload.CopyTo(frame.AsSpan(FrameLimits.HeaderBytes));
        return frame;
    }

    /// <summary>The payload; null when the frame is refused or does not arrive whole.</summary>
    public static ReadOnlyMemory<byte>? Read(byte[] frame)
    {
        ReadOnlySequence<byte> input = new(frame);
        return FrameDecoder.Read(ref input, FrameLimits.DefaultMaximumPayloadBytes).Payload;
    }
}
