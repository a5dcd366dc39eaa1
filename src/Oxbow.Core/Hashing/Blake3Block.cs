using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Oxbow.Core.Hashing;

/// <summary>
/// The compression function of BLAKE3: a chain of eight words takes in one block of 64 bytes. Four columns of the state
/// are mixed at once where the processor can; any other processor gives the same words one by one.
/// </summary>
internal static class Blake3Block
{
    /// <summary>Bytes of a block.</summary>
    public const int Bytes = 64;

    /// <summary>Words of a chain.</summary>
    public const int ChainWords = 8;

    private const int Rounds = 7;

    /// <summary>The words that a chain starts with: those of SHA-256.</summary>
    public static ReadOnlySpan<uint> InitialWords =>
    [
        0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
    ];

    private static ReadOnlySpan<byte> Permutation => [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];

    /// <summary>Takes a block in.</summary>
    /// <param name="chain">Eight words, changed in place.</param>
    /// <param name="block">64 bytes, zeros behind the end of the input.</param>
    /// <param name="length">How many of them are input.</param>
    /// <param name="counter">Which chunk the block belongs to.</param>
    /// <param name="flags">What is special about the block.</param>
    public static void Compress(Span<uint> chain, ReadOnlySpan<byte> block, int length, ulong counter, uint flags)
    {
        if (Sse41.IsSupported)
        {
            CompressColumns(chain, block, length, counter, flags);
        }
        else
        {
            CompressWords(chain, block, length, counter, flags);
        }
    }

    /// <summary>The same word by word, for processors without the instructions.</summary>
    internal static void CompressWords(Span<uint> chain, ReadOnlySpan<byte> block, int length, ulong counter, uint flags)
    {
        Span<uint> state = stackalloc uint[16];
        Span<uint> message = stackalloc uint[16];
        Span<uint> permuted = stackalloc uint[16];
        chain.CopyTo(state);
        InitialWords[..4].CopyTo(state[8..]);
        (state[12], state[13], state[14], state[15]) = ((uint)counter, (uint)(counter >> 32), (uint)length, flags);
        for (int word = 0; word < message.Length; word++)
        {
            message[word] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(block[(word * sizeof(uint))..]);
        }

        for (int round = 0; round < Rounds; round++)
        {
            for (int column = 0; column < 4; column++)
            {
                Mix(state, column, column + 4, column + 8, column + 12, message[2 * column], message[(2 * column) + 1]);
            }

            for (int column = 0; column < 4; column++)
            {
                int diagonal = 8 + (2 * column);
                Mix(state, column, 4 + ((column + 1) & 3), 8 + ((column + 2) & 3), 12 + ((column + 3) & 3), message[diagonal], message[diagonal + 1]);
            }

            for (int word = 0; word < message.Length; word++)
            {
                permuted[word] = message[Permutation[word]];
            }

            permuted.CopyTo(message);
        }

        for (int word = 0; word < ChainWords; word++)
        {
            chain[word] = state[word] ^ state[word + ChainWords];
        }
    }

    private static void Mix(Span<uint> state, int a, int b, int c, int d, uint first, uint second)
    {
        state[a] += state[b] + first;
        state[d] = BitOperations.RotateRight(state[d] ^ state[a], 16);
        state[c] += state[d];
        state[b] = BitOperations.RotateRight(state[b] ^ state[c], 12);
        state[a] += state[b] + second;
        state[d] = BitOperations.RotateRight(state[d] ^ state[a], 8);
        state[c] += state[d];
        state[b] = BitOperations.RotateRight(state[b] ^ state[c], 7);
    }

    /// <summary>
    /// The state as four rows of four words. The message words of a round are shuffled from those of the round before;
    /// which shuffles do that is worked out in the BLAKE3 paper's section on SIMD.
    /// </summary>
    private static void CompressColumns(Span<uint> chain, ReadOnlySpan<byte> block, int length, ulong counter, uint flags)
    {
        ref byte bytes = ref MemoryMarshal.GetReference(block);
        Vector128<uint> a = Vector128.Create(chain[0], chain[1], chain[2], chain[3]);
        Vector128<uint> b = Vector128.Create(chain[4], chain[5], chain[6], chain[7]);
        Vector128<uint> c = Vector128.Create(0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A);
        Vector128<uint> d = Vector128.Create((uint)counter, (uint)(counter >> 32), (uint)length, flags);
        Vector128<uint> m0 = Vector128.LoadUnsafe(ref bytes, 0).AsUInt32();
        Vector128<uint> m1 = Vector128.LoadUnsafe(ref bytes, 16).AsUInt32();
        Vector128<uint> m2 = Vector128.LoadUnsafe(ref bytes, 32).AsUInt32();
        Vector128<uint> m3 = Vector128.LoadUnsafe(ref bytes, 48).AsUInt32();

        Vector128<uint> n0 = Select(m0, m1, 0x88);
        Vector128<uint> n1 = Select(m0, m1, 0xDD);
        Vector128<uint> n2 = Sse2.Shuffle(Select(m2, m3, 0x88), 0x93);
        Vector128<uint> n3 = Sse2.Shuffle(Select(m2, m3, 0xDD), 0x93);
        Round(ref a, ref b, ref c, ref d, n0, n1, n2, n3);
        for (int round = 1; round < Rounds; round++)
        {
            (m0, m1, m2, m3) = (n0, n1, n2, n3);
            n0 = Sse2.Shuffle(Select(m0, m1, 0xD6), 0x39);
            n1 = Blend(Sse2.Shuffle(m0, 0x0F), Select(m2, m3, 0xFA), 0xCC);
            Vector128<uint> low = Sse2.UnpackLow(m3.AsUInt64(), m1.AsUInt64()).AsUInt32();
            n2 = Sse2.Shuffle(Blend(low, m2, 0xC0), 0x78);
            n3 = Sse2.Shuffle(Sse2.UnpackLow(m2, Sse2.UnpackHigh(m1, m3)), 0x1E);
            Round(ref a, ref b, ref c, ref d, n0, n1, n2, n3);
        }

        (a ^ c).CopyTo(chain);
        (b ^ d).CopyTo(chain[4..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ref Vector128<uint> a,
        ref Vector128<uint> b,
        ref Vector128<uint> c,
        ref Vector128<uint> d,
        Vector128<uint> columnsFirst,
        Vector128<uint> columnsSecond,
        Vector128<uint> diagonalsFirst,
        Vector128<uint> diagonalsSecond)
    {
        MixFirst(ref a, ref b, ref c, ref d, columnsFirst);
        MixSecond(ref a, ref b, ref c, ref d, columnsSecond);
        a = Sse2.Shuffle(a, 0x93);
        d = Sse2.Shuffle(d, 0x4E);
        c = Sse2.Shuffle(c, 0x39);
        MixFirst(ref a, ref b, ref c, ref d, diagonalsFirst);
        MixSecond(ref a, ref b, ref c, ref d, diagonalsSecond);
        a = Sse2.Shuffle(a, 0x39);
        d = Sse2.Shuffle(d, 0x4E);
        c = Sse2.Shuffle(c, 0x93);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixFirst(ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d, Vector128<uint> message)
    {
        Vector128<byte> rotateBy16 = Vector128.Create((byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
        a = a + message + b;
        d = Ssse3.Shuffle((d ^ a).AsByte(), rotateBy16).AsUInt32();
        c += d;
        b ^= c;
        b = (b >>> 12) | (b << 20);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MixSecond(ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d, Vector128<uint> message)
    {
        Vector128<byte> rotateBy8 = Vector128.Create((byte)1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12);
        a = a + message + b;
        d = Ssse3.Shuffle((d ^ a).AsByte(), rotateBy8).AsUInt32();
        c += d;
        b ^= c;
        b = (b >>> 7) | (b << 25);
    }

    private static Vector128<uint> Select(Vector128<uint> left, Vector128<uint> right, [ConstantExpected] byte control) =>
        Sse.Shuffle(left.AsSingle(), right.AsSingle(), control).AsUInt32();

    private static Vector128<uint> Blend(Vector128<uint> left, Vector128<uint> right, [ConstantExpected] byte control) =>
        Sse41.Blend(left.AsUInt16(), right.AsUInt16(), control).AsUInt32();
}
