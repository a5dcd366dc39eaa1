using Oxbow.Cli.Output;
using Oxbow.Cli.Verbs;

namespace Oxbow.Cli.Tests;

public sealed class QuantityTextTests
{
    [Theory]
    [InlineData("2s", 2000)]
    [InlineData("200ms", 200)]
    [InlineData("1.5min", 90_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    public void Times_have_units(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), QuantityText.Time("--delay", text));

    [Theory]
    [InlineData("1MB/s", 1_000_000)]
    [InlineData("64kB/s", 64_000)]
    [InlineData("1.5GB/s", 1_500_000_000)]
    [InlineData("10B/s", 10)]
    [InlineData("0", 0)]
    public void Rates_have_units(string text, long bytesPerSecond) =>
        Assert.Equal(bytesPerSecond, QuantityText.BytesPerSecond("--bandwidth", text));

    [Fact]
    public void Shares_are_percentages_and_what_is_not_said_is_null()
    {
        Assert.Equal(0.05, QuantityText.Share("--loss", "5%")!.Value, precision: 10);
        Assert.Equal(1, QuantityText.Share("--loss", "100%"));
        Assert.Null(QuantityText.Share("--loss", null));
        Assert.Null(QuantityText.Time("--delay", null));
        Assert.Null(QuantityText.BytesPerSecond("--bandwidth", null));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("61min")]
    [InlineData("NaNs")]
    [InlineData("1e9s")]
    [InlineData("2 weeks")]
    public void What_is_no_time_is_refused_with_an_example(string text)
    {
        UsageException error = Assert.Throws<UsageException>(() => QuantityText.Time("--delay", text));
        Assert.StartsWith($"--delay {text}: ", error.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => QuantityText.Share("--loss", text));
        Assert.Throws<UsageException>(() => QuantityText.BytesPerSecond("--bandwidth", text));
    }

    [Fact]
    public void More_than_everything_cannot_be_lost() =>
        Assert.Throws<UsageException>(() => QuantityText.Share("--loss", "101%"));
}
