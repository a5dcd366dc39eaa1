using System.Buffers.Binary;

namespace Oxbow.Core.Hashing;

/// <summary>
/// BLAKE3, the first sixteen bytes of it (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, "BLAKE3: one function, fast
/// everywhere", 2020). Of the hashes that cannot be made to collide it is the one that costs least for the few hundred
/// bytes of a write without leaving the process: a third of a call of the system's SHA-256.
/// </summary>
internal static class Blake3
{
    private const int ChunkBytes = 1024;
    private const uint ChunkStart = 1;
    private const uint ChunkEnd = 2;
    private const uint Parent = 4;
    private const uint Root = 8;

    /// <summary>The deepest tree: one level for each doubling of 1,024 bytes up to the longest span.</summary>
    private const int DeepestTree = 22;

    /// <summary>The hash of some bytes, cut to 128 bits, as two big-endian halves.</summary>
    public static (ulong High, ulong Low) Hash128(ReadOnlySpan<byte> input)
    {
        Span<uint> hash = stackalloc uint[Blake3Block.ChainWords];
        Hash(input, hash);
        return (Half(hash), Half(hash[2..]));
    }

    /// <summary>The whole hash, as eight little-endian words.</summary>
    public static void Hash(ReadOnlySpan<byte> input, Span<uint> hash)
    {
        if (input.Length <= ChunkBytes)
        {
            HashChunk(input, 0, Root, hash);
            return;
        }

        // Complete subtrees to the left of what is still to be hashed, the largest first.
        Span<uint> stack = stackalloc uint[DeepestTree * Blake3Block.ChainWords];
        int depth = 0;
        ulong chunk = 0;
        for (; input.Length > ChunkBytes; input = input[ChunkBytes..])
        {
            HashChunk(input[..ChunkBytes], chunk++, 0, hash);
            for (ulong complete = chunk; (complete & 1) == 0; complete >>= 1)
            {
                Join(stack[(--depth * Blake3Block.ChainWords)..], hash, 0, hash);
            }

            hash.CopyTo(stack[(depth++ * Blake3Block.ChainWords)..]);
        }

        HashChunk(input, chunk, 0, hash);
        while (depth > 0)
        {
            depth--;
            Join(stack[(depth * Blake3Block.ChainWords)..], hash, depth == 0 ? Root : 0, hash);
        }
    }

    private static void HashChunk(ReadOnlySpan<byte> chunk, ulong counter, uint root, Span<uint> hash)
    {
        Blake3Block.InitialWords.CopyTo(hash);
        uint flags = ChunkStart;
        for (; chunk.Length > Blake3Block.Bytes; chunk = chunk[Blake3Block.Bytes..])
        {
            Blake3Block.Compress(hash, chunk[..Blake3Block.Bytes], Blake3Block.Bytes, counter, flags);
            flags = 0;
        }

        Span<byte> last = stackalloc byte[Blake3Block.Bytes];
        last.Clear();
        chunk.CopyTo(last);
        Blake3Block.Compress(hash, last, chunk.Length, counter, flags | ChunkEnd | root);
    }

    private static void Join(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right, uint root, Span<uint> hash)
    {
        Span<byte> block = stackalloc byte[Blake3Block.Bytes];
        for (int word = 0; word < Blake3Block.ChainWords; word++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(block[(word * sizeof(uint))..], left[word]);
            BinaryPrimitives.WriteUInt32LittleEndian(block[((word + Blake3Block.ChainWords) * sizeof(uint))..], right[word]);
        }

        Blake3Block.InitialWords.CopyTo(hash);
        Blake3Block.Compress(hash, block, Blake3Block.Bytes, 0, Parent | root);
    }

    private static ulong Half(ReadOnlySpan<uint> words) =>
        ((ulong)BinaryPrimitives.ReverseEndianness(words[0]) << 32) | BinaryPrimitives.ReverseEndianness(words[1]);
}
