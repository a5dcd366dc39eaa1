namespace Oxbow.Wire.Framing;

/// <summary>Why bytes were not accepted as a frame. After any of these the stream cannot be read further.</summary>
public enum FrameError
{
    /// <summary>The header announces a payload of no bytes; every frame carries at least one.</summary>
    Empty = 1,

    /// <summary>The header announces more bytes than the reader allows.</summary>
    TooLarge = 2,

    /// <summary>The payload is not what its sender computed the checksum over.</summary>
    BadChecksum = 3,
}
