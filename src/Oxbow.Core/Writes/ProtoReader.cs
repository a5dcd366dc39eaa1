using System.Buffers.Binary;

namespace Oxbow.Core.Writes;

/// <summary>
/// Reads the protobuf wire format from a span without allocating. Every read is checked against the end;
/// the first fault makes <see cref="Failed"/> true and every later read returns nothing.
/// </summary>
public ref struct ProtoReader(ReadOnlySpan<byte> source)
{
    /// <summary>Wire type of varints.</summary>
    public const int Varint = 0;

    /// <summary>Wire type of eight little-endian bytes.</summary>
    public const int Fixed64 = 1;

    /// <summary>Wire type of a length and that many bytes.</summary>
    public const int LengthDelimited = 2;

    private const int Fixed32 = 5;
    private const int WireTypeBits = 3;

    private readonly ReadOnlySpan<byte> source = source;

    /// <summary>Offset of the next unread byte.</summary>
    public int Position { get; private set; }

    /// <summary>True once something could not be read.</summary>
    public bool Failed { get; private set; }

    /// <summary>Field number of the tag read last.</summary>
    public int Field { get; private set; }

    /// <summary>Wire type of the tag read last.</summary>
    public int WireType { get; private set; }

    /// <summary>True when these bytes are fields from beginning to end, whatever they mean.</summary>
    public static bool IsSound(ReadOnlySpan<byte> source)
    {
        ProtoReader reader = new(source);
        while (reader.ReadTag())
        {
            reader.Skip();
        }

        return !reader.Failed;
    }

    /// <summary>Reads the next tag; false at the end or after a fault.</summary>
    public bool ReadTag()
    {
        if (Failed || Position == source.Length)
        {
            return false;
        }

        ulong tag = ReadVarint();
        Failed |= tag > uint.MaxValue || tag >> WireTypeBits == 0;
        Field = (int)(tag >> WireTypeBits);
        WireType = (int)(tag & 7);
        return !Failed;
    }

    /// <summary>Reads a varint of at most 64 bits.</summary>
    public ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && Position < source.Length && !Failed; shift += 7)
        {
            byte next = source[Position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                Failed = shift == 63 && next > 1;
                return Failed ? 0 : value;
            }
        }

        Failed = true;
        return 0;
    }

    /// <summary>Reads a varint that has to fit a non-negative 32-bit number.</summary>
    public int ReadInt32()
    {
        ulong value = ReadVarint();
        Failed |= value > int.MaxValue;
        return Failed ? 0 : (int)value;
    }

    /// <summary>Reads eight little-endian bytes that have to form a non-negative number.</summary>
    public long ReadFixed64()
    {
        if (Failed || source.Length - Position < sizeof(long))
        {
            Failed = true;
            return 0;
        }

        long value = BinaryPrimitives.ReadInt64LittleEndian(source[Position..]);
        Position += sizeof(long);
        Failed |= value < 0;
        return Failed ? 0 : value;
    }

    /// <summary>Reads a length and gives the range of the bytes that follow it.</summary>
    public Range ReadRange()
    {
        ulong length = ReadVarint();
        if (Failed || length > (ulong)(source.Length - Position))
        {
            Failed = true;
            return ..0;
        }

        int start = Position;
        Position += (int)length;
        return start..Position;
    }

    /// <summary>Reads a length and the bytes that follow it.</summary>
    public ReadOnlySpan<byte> ReadBytes() => source[ReadRange()];

    /// <summary>Passes over the value of a field that is not known here.</summary>
    public void Skip()
    {
        switch (WireType)
        {
            case Varint:
                ReadVarint();
                break;
            case Fixed64:
                SkipBytes(sizeof(ulong));
                break;
            case LengthDelimited:
                ReadRange();
                break;
            case Fixed32:
                SkipBytes(sizeof(uint));
                break;
            default:
                Failed = true;
                break;
        }
    }

    private void SkipBytes(int count)
    {
        Failed |= source.Length - Position < count;
        Position += Failed ? 0 : count;
    }
}
