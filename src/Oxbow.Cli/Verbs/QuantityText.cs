using System.Globalization;
using Oxbow.Cli.Output;

namespace Oxbow.Cli.Verbs;

/// <summary>Reads quantities with their units, as people write them.</summary>
internal static class QuantityText
{
    private static readonly (string Unit, double Factor)[] Seconds = [("ms", 0.001), ("s", 1), ("min", 60), ("h", 3600)];
    private static readonly (string Unit, double Factor)[] Shares = [("%", 0.01)];
    private static readonly (string Unit, double Factor)[] Rates = [("GB/s", 1e9), ("MB/s", 1e6), ("kB/s", 1e3), ("KB/s", 1e3), ("B/s", 1)];

    /// <summary>A time such as <c>200ms</c>, <c>2s</c>, <c>1.5min</c>, <c>0</c>; at most one hour. Null for null.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static TimeSpan? Time(string option, string? text) => Read(text, Seconds, maximum: 3600) switch
    {
        null => null,
        double.NaN => throw new UsageException($"{option} {text}: give a time of at most an hour with its unit, such as 200ms, 2s or 1min; 0 for none."),
        { } seconds => TimeSpan.FromSeconds(seconds),
    };

    /// <summary>A share such as <c>5%</c> or <c>0</c>. Null for null.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static double? Share(string option, string? text) => Read(text, Shares, maximum: 1) switch
    {
        double.NaN => throw new UsageException($"{option} {text}: give 0% to 100%."),
        var share => share,
    };

    /// <summary>Bytes a second, such as <c>1MB/s</c> (1,000,000), <c>64kB/s</c>, <c>0</c>. Null for null.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static long? BytesPerSecond(string option, string? text) => Read(text, Rates, maximum: 1e12) switch
    {
        null => null,
        double.NaN => throw new UsageException($"{option} {text}: give bytes a second, such as 64kB/s or 1MB/s; 0 for no limit."),
        { } rate => (long)rate,
    };

    /// <summary>Null for null, not a number for what is none or too large. Only 0 needs no unit.</summary>
    private static double? Read(string? text, (string Unit, double Factor)[] units, double maximum)
    {
        if (text is null or "0")
        {
            return text is null ? null : 0;
        }

        foreach (var (unit, factor) in units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * factor <= maximum)
            {
                return number * factor;
            }
        }

        return double.NaN;
    }
}
