using System.Buffers.Binary;
using System.Globalization;
using Oxbow.Core.Hashing;

namespace Oxbow.Core.Identity;

/// <summary>
/// The first sixteen bytes of the BLAKE3 hash of an encoded write. Each write names the hash of its origin's write
/// before it, so that the last one stands for all of them, and a second history of an id shows with its first write.
/// </summary>
/// <param name="High">The first eight bytes, big-endian.</param>
/// <param name="Low">The eight bytes that follow.</param>
public readonly record struct WriteHash(ulong High, ulong Low) : IComparable<WriteHash>
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 16;

    /// <summary>No write: what the first write of the base replica follows.</summary>
    public static WriteHash None => default;

    /// <summary>The hash of an encoded write.</summary>
    public static WriteHash Of(ReadOnlySpan<byte> encoded)
    {
        (ulong high, ulong low) = Blake3.Hash128(encoded);
        return new(high, low);
    }

    /// <summary>Reads the sixteen bytes that <see cref="WriteTo"/> writes.</summary>
    public static WriteHash Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[8..]));

    /// <summary>Writes sixteen bytes.</summary>
    public void WriteTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target, High);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], Low);
    }

    /// <summary>Thirty-two hexadecimal digits.</summary>
    public override string ToString() =>
        High.ToString("x16", CultureInfo.InvariantCulture) + Low.ToString("x16", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public int CompareTo(WriteHash other) => (High, Low).CompareTo((other.High, other.Low));
}
