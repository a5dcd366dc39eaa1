using System.Buffers.Binary;
using System.Numerics;

namespace Oxbow.Core.Writes;

/// <summary>CRC-32C (Castagnoli), the checksum over everything Oxbow stores or sends.</summary>
public static class Crc32C
{
    /// <summary>The checksum of <paramref name="bytes"/>; zero for no bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of what <paramref name="checksum"/> covers followed by <paramref name="bytes"/>.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint register = ~checksum;
        while (bytes.Length >= sizeof(ulong))
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte value in bytes)
        {
            register = BitOperations.Crc32C(register, value);
        }

        return ~register;
    }
}
