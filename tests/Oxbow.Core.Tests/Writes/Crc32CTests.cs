using System.Text;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Writes;

public sealed class Crc32CTests
{
    // The check value of the catalogue of CRC algorithms, and those of RFC 3720, appendix B.4.
    [Fact]
    public void Published_values_come_out()
    {
        Assert.Equal(0xE3069283u, Crc32C.Compute(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AAu, Crc32C.Compute(new byte[32]));
        Assert.Equal(0x46DD794Eu, Crc32C.Compute([.. Enumerable.Range(0, 32).Select(value => (byte)value)]));
        Assert.Equal(0u, Crc32C.Compute([]));
    }

    [Fact]
    public void Parts_give_the_checksum_of_the_whole()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(value => (byte)(value * 7))];
        for (int split = 0; split <= bytes.Length; split++)
        {
            Assert.Equal(Crc32C.Compute(bytes), Crc32C.Append(Crc32C.Compute(bytes.AsSpan(0, split)), bytes.AsSpan(split)));
        }
    }
}
