using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace Oxbow.Core.Writes;

/// <summary>Writes the protobuf wire format into a buffer.</summary>
public readonly struct ProtoWriter(IBufferWriter<byte> target)
{
    private const int WireTypeBits = 3;
    private const int LongestVarint = 10;

    /// <summary>Bytes that a varint of this value takes.</summary>
    public static int SizeOfVarint(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>Bytes that a field of this number and length takes, its tag and length included.</summary>
    public static int SizeOfBytes(int field, int length) =>
        SizeOfVarint((ulong)field << WireTypeBits) + SizeOfVarint((ulong)length) + length;

    /// <summary>Writes a varint without a tag.</summary>
    public void WriteVarint(ulong value)
    {
        Span<byte> span = target.GetSpan(LongestVarint);
        int count = 0;
        while (value >= 0x80)
        {
            span[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[count++] = (byte)value;
        target.Advance(count);
    }

    /// <summary>Writes a varint field.</summary>
    public void WriteVarint(int field, ulong value)
    {
        WriteTag(field, ProtoReader.Varint);
        WriteVarint(value);
    }

    /// <summary>Writes a field of eight bytes.</summary>
    public void WriteFixed64(int field, long value)
    {
        WriteTag(field, ProtoReader.Fixed64);
        BinaryPrimitives.WriteInt64LittleEndian(target.GetSpan(sizeof(long)), value);
        target.Advance(sizeof(long));
    }

    /// <summary>Writes a field of bytes.</summary>
    public void WriteBytes(int field, ReadOnlySpan<byte> bytes)
    {
        WriteLength(field, bytes.Length);
        target.Write(bytes);
    }

    /// <summary>Writes the tag and length of a field whose bytes follow.</summary>
    public void WriteLength(int field, int length)
    {
        WriteTag(field, ProtoReader.LengthDelimited);
        WriteVarint((ulong)length);
    }

    private void WriteTag(int field, int wireType) => WriteVarint(((ulong)field << WireTypeBits) | (uint)wireType);
}
