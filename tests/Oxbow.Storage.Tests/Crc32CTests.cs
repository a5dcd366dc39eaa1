using System.Numerics;
using Oxbow.Storage.Segments;

namespace Oxbow.Storage.Tests;

public sealed class Crc32CTests
{
    [Fact]
    public void Matches_the_published_check_value() => Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void Every_length_and_every_split_gives_what_single_bytes_give()
    {
        var bytes = new byte[40];
        new Random(1).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var expected = ~bytes.Take(length).Aggregate(uint.MaxValue, BitOperations.Crc32C);
            for (var split = 0; split <= length; split++)
            {
                Assert.Equal(expected, Crc32C.Extend(Crc32C.Of(bytes.AsSpan(0, split)), bytes.AsSpan(split, length - split)));
            }
        }
    }
}
