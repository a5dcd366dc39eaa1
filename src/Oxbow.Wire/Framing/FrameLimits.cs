namespace Oxbow.Wire.Framing;

/// <summary>Sizes of frames, and the one check of them that both ends make.</summary>
public static class FrameLimits
{
    /// <summary>Bytes before the payload: its length and its CRC-32C, each an unsigned 32-bit little-endian number.</summary>
    public const int HeaderBytes = 8;

    /// <summary>Largest payload unless configured otherwise: 4 MiB.</summary>
    public const int DefaultMaximumPayloadBytes = 4 * 1024 * 1024;

    /// <summary>Says what is wrong with a payload of this size, or null when it may pass.</summary>
    public static FrameError? Check(uint payloadBytes, int maximumPayloadBytes) =>
        payloadBytes == 0 ? FrameError.Empty
        : payloadBytes > maximumPayloadBytes ? FrameError.TooLarge
        : null;
}
