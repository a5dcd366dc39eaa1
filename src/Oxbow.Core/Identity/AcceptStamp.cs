using System.Globalization;

namespace Oxbow.Core.Identity;

/// <summary>
/// The moment a replica accepted a write: a hybrid logical clock of 64 bits, larger than every stamp the
/// replica had given or seen and close to real time (Kulkarni et al., "Logical Physical Clocks", 2014).
/// </summary>
/// <remarks>
/// The upper 48 bits are milliseconds since 1970-01-01 UTC. The lower 16 bits are a counter that starts at
/// the fraction of the millisecond (about 15 nanoseconds a step), so that writes accepted one after another
/// by replicas that never met still carry stamps in the order of acceptance.
/// </remarks>
/// <param name="Value">The 64 bits; never negative. Zero is <see cref="None"/>.</param>
public readonly record struct AcceptStamp(long Value) : IComparable<AcceptStamp>
{
    private const int CounterBits = 16;

    /// <summary>No stamp: smaller than every stamp ever given.</summary>
    public static AcceptStamp None => default;

    /// <summary>Larger than every stamp ever given; stands for "everything" in a completed vector.</summary>
    public static AcceptStamp Maximum => new(long.MaxValue);

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public long Milliseconds => Value >> CounterBits;

    /// <summary>True for every stamp but <see cref="None"/>.</summary>
    public bool IsGiven => Value > 0;

    /// <summary>The smallest stamp that is larger than this one.</summary>
    public AcceptStamp Next => new(Value + 1);

    /// <summary>The stamp of a moment of physical time, to the fraction of a millisecond.</summary>
    public static AcceptStamp FromTime(DateTimeOffset time)
    {
        long ticks = Math.Max(0, time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks);
        long milliseconds = ticks / TimeSpan.TicksPerMillisecond;
        long fraction = ticks % TimeSpan.TicksPerMillisecond;
        return new((milliseconds << CounterBits) | ((fraction << CounterBits) / TimeSpan.TicksPerMillisecond));
    }

    /// <summary>Reads the text that <see cref="ToString"/> writes: lower-case hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AcceptStamp stamp)
    {
        bool parsed = long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long value);
        stamp = parsed && value > 0 ? new(value) : None;
        return stamp.IsGiven;
    }

    /// <inheritdoc/>
    public int CompareTo(AcceptStamp other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>True when <paramref name="left"/> was given before <paramref name="right"/>.</summary>
    public static bool operator <(AcceptStamp left, AcceptStamp right) => left.Value < right.Value;

    /// <summary>True when <paramref name="left"/> was given after <paramref name="right"/>.</summary>
    public static bool operator >(AcceptStamp left, AcceptStamp right) => left.Value > right.Value;

    /// <summary>True when <paramref name="left"/> is not after <paramref name="right"/>.</summary>
    public static bool operator <=(AcceptStamp left, AcceptStamp right) => left.Value <= right.Value;

    /// <summary>True when <paramref name="left"/> is not before <paramref name="right"/>.</summary>
    public static bool operator >=(AcceptStamp left, AcceptStamp right) => left.Value >= right.Value;
}
