using System.Buffers.Binary;
using System.Globalization;
using Oxbow.Core.Execution;
using Oxbow.Core.Hashing;
using Oxbow.Core.Identity;

namespace Oxbow.Core.Log;

/// <summary>
/// A hash over every committed write up to a commit number: its bytes (which hold its id), its outcome and its effect,
/// chained. Two replicas with the same hash at the same number have the same history and the same results.
/// </summary>
/// <param name="High">First eight bytes of the BLAKE3 of (hash before, hash of the write, digest of its effect, outcome).</param>
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

    /// <summary>The hash after one more commit: of the hash before, the write's own hash, its outcome and the digest of its effect.</summary>
    internal ChainHash Extend(WriteHash write, Outcome outcome, EffectDigest effect)
    {
        // One block of the hash function: what a commit costs does not depend on the size of its write.
        Span<byte> input = stackalloc byte[Size + WriteHash.Size + EffectDigest.Size + 1];
        WriteTo(input);
        write.WriteTo(input[Size..]);
        effect.WriteTo(input[(Size + WriteHash.Size)..]);
        input[^1] = (byte)outcome;
        (ulong high, ulong low) = Blake3.Hash128(input);
        return new(high, low);
    }
}
