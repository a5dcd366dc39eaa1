using System.Buffers.Binary;
using Oxbow.Core.Writes;

namespace Oxbow.Storage.Segments;

/// <summary>
/// The first bytes of a segment: magic (8), format version (u32), number (u32), index of the first block (u64),
/// link (u32), check (u32). Every version keeps this layout, so that a newer one can be told from rot.
/// </summary>
/// <param name="Number">Number of the segment, from 1, as in its name.</param>
/// <param name="FirstBlockIndex">How many blocks stand in the segments before.</param>
/// <param name="Link">Check of the last frame before the roll in the previous segment; 0 in the first segment.</param>
internal readonly record struct SegmentHeader(int Number, long FirstBlockIndex, uint Link)
{
    public const int Bytes = 32;
    public const uint Version = 2;

    private const int VersionOffset = 8;
    private const int NumberOffset = 12;
    private const int FirstBlockOffset = 16;
    private const int LinkOffset = 24;
    private const int CheckOffset = 28;

    private static ReadOnlySpan<byte> Magic => "oxbowjnl"u8;

    public static SegmentHeader First => new(1, 0, 0);

    /// <summary>Writes the header and returns its check, the seed of every frame check in the segment.</summary>
    public uint WriteTo(Span<byte> bytes)
    {
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[VersionOffset..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[NumberOffset..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[FirstBlockOffset..], FirstBlockIndex);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[LinkOffset..], Link);
        var check = Crc32C.Compute(bytes[..CheckOffset]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[CheckOffset..], check);
        return check;
    }

    /// <summary>Whether the bytes are this header and nothing but zeros after it.</summary>
    public bool IsAllOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> expected = stackalloc byte[Bytes];
        WriteTo(expected);
        return bytes.StartsWith(expected) && !bytes[Bytes..].ContainsAnyExcept((byte)0);
    }

    /// <summary>Throws unless the bytes begin with this very header; returns its check.</summary>
    public uint Require(ReadOnlySpan<byte> bytes, string folder)
    {
        var name = SegmentName.Of(Number);
        JournalDamagedException Damage(string reason) => new(folder, name, 0, reason);

        if (bytes.Length < Bytes)
        {
            throw Damage("the file is too short for a segment header");
        }

        var stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes[CheckOffset..]);
        if (!bytes.StartsWith(Magic) || stored != Crc32C.Compute(bytes[..CheckOffset]))
        {
            throw Damage("the segment header is not valid");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[VersionOffset..]);
        if (version != Version)
        {
            throw new JournalVersionException(folder, name, version, Version);
        }

        Span<byte> expected = stackalloc byte[Bytes];
        WriteTo(expected);
        return bytes.StartsWith(expected)
            ? stored
            : throw Damage(
                "the segment does not continue the one before it: blocks are missing, or the file is foreign");
    }
}
