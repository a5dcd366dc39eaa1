using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Oxbow.Core.Log;

/// <summary>
/// A hash over every committed write up to a commit number: its bytes (which hold its id) and its outcome,
/// chained. Two replicas with the same hash at the same number have the same history and the same results.
/// </summary>
/// <param name="High">First eight bytes of the SHA-256 of (hash before, write, outcome).</param>
/// <param name="Low">The eight bytes that follow.</param>
public readonly record struct ChainHash(ulong High, ulong Low)
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 16;

    /// <summary>The hash before the first commit.</summary>
    public static ChainHash Empty => default;

    /// <summary>Reads the sixteen bytes that <see cref="WriteTo"/> writes.</summary>
    public static ChainHash Read(ReadOnlySpan<byte> source) =>
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

    /// <summary>The hash after one more commit.</summary>
    internal ChainHash Extend(ReadOnlySpan<byte> write, Outcome outcome)
    {
        const int Around = Size + 1;
        byte[]? rented = write.Length <= 1024 ? null : System.Buffers.ArrayPool<byte>.Shared.Rent(write.Length + Around);
        Span<byte> input = (rented ?? stackalloc byte[1024 + Around])[..(write.Length + Around)];
        WriteTo(input);
        write.CopyTo(input[Size..]);
        input[^1] = (byte)outcome;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        if (rented is not null)
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        }

        return Read(hash);
    }
}
