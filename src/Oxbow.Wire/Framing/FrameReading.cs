namespace Oxbow.Wire.Framing;

/// <summary>What <see cref="FrameDecoder.Read"/> found. Both null: the frame has not arrived whole yet.</summary>
/// <param name="Payload">The payload of a whole frame, in memory of its own.</param>
/// <param name="Error">Why the bytes are no frame.</param>
public readonly record struct FrameReading(ReadOnlyMemory<byte>? Payload, FrameError? Error);
