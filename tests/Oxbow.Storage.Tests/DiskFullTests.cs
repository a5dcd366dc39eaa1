namespace Oxbow.Storage.Tests;

public sealed class DiskFullTests
{
    [Theory]
    [InlineData(28, true)]
    [InlineData(122, true)]
    [InlineData(unchecked((int)0x80070070), true)]
    [InlineData(unchecked((int)0x80070027), true)]
    [InlineData(5, false)]
    [InlineData(0, false)]
    public void A_disk_is_full_by_these_codes_of_the_operating_systems(int code, bool isFull) =>
        Assert.Equal(isFull, DiskFull.IsCauseOf(new IOException("It failed.", code)));

    [Fact]
    public void Only_a_disk_is_full() =>
        Assert.False(DiskFull.IsCauseOf(new UnauthorizedAccessException("It failed.") { HResult = 28 }));
}
