using System.Runtime.InteropServices;
using Oxbow.Core.Hashing;
using Oxbow.Core.Tests.Laws;

namespace Oxbow.Core.Tests.Hashing;

/// <summary>BLAKE3 against another implementation of it, at every length at which its course changes.</summary>
public sealed class Blake3Tests
{
    /// <summary>The hash of no bytes, as its authors publish it.</summary>
    [Fact]
    public void The_hash_of_nothing_is_the_published_one() =>
        Assert.Equal("AF1349B9F5F9A1A6A0404DEA36DCC9499BCB25C9ADC112B7CC9A93CAE41F3262", Convert.ToHexString(Hash([])));

    [Fact]
    public void Every_length_gives_what_another_implementation_gives()
    {
        foreach (int length in Lengths())
        {
            byte[] input = [.. Enumerable.Range(0, length).Select(index => (byte)(index % 251))];
            Assert.Equal(Blake3Package(input), Hash(input));
        }
    }

    [Fact]
    public void Word_by_word_gives_the_same_as_column_by_column() => Law.HoldsForSeeds(random =>
    {
        byte[] block = new byte[Blake3Block.Bytes];
        random.NextBytes(block);
        uint[] chain = [.. Enumerable.Range(0, Blake3Block.ChainWords).Select(_ => (uint)random.NextInt64())];
        uint[] twin = [.. chain];
        (int length, ulong counter, uint flags) = (random.Next(65), (ulong)random.NextInt64(), (uint)random.Next(16));
        Blake3Block.Compress(chain, block, length, counter, flags);
        Blake3Block.CompressWords(twin, block, length, counter, flags);
        Assert.Equal(twin, chain);
    });

    [Fact]
    public void The_short_hash_is_the_beginning_of_the_long_one()
    {
        byte[] input = [1, 2, 3];
        (ulong high, ulong low) = Core.Hashing.Blake3.Hash128(input);
        Assert.Equal(Convert.ToHexString(Hash(input))[..32], $"{high:X16}{low:X16}");
    }

    private static IEnumerable<int> Lengths() =>
        Enumerable.Range(0, 200)
            .Concat([1023, 1024, 1025, 2047, 2048, 2049, 3072, 3073, 4096, 4097, 5120, 5121, 8192, 8193, 16384, 31744, 102400, 1_048_576]);

    private static byte[] Hash(byte[] input)
    {
        uint[] words = new uint[Blake3Block.ChainWords];
        Core.Hashing.Blake3.Hash(input, words);
        return MemoryMarshal.AsBytes(words.AsSpan()).ToArray();
    }

    private static byte[] Blake3Package(byte[] input) => Blake3.Hasher.Hash(input).AsSpan().ToArray();
}
