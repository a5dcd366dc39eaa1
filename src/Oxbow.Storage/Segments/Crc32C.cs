using System.Buffers.Binary;
using System.Numerics;

namespace Oxbow.Storage.Segments;

/// <summary>CRC-32C (Castagnoli), eight bytes at a time on the processor's own instruction.</summary>
internal static class Crc32C
{
    /// <summary>The check of the bytes alone.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Extend(0, bytes);

    /// <summary>The check of what <paramref name="check"/> covers, followed by the bytes.</summary>
    public static uint Extend(uint check, ReadOnlySpan<byte> bytes)
    {
        var state = ~check;
        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            state = BitOperations.Crc32C(state, value);
        }

        return ~state;
    }
}
