using Oxbow.Core.Identity;

namespace Oxbow.Core.Tests.Laws;

/// <summary>Accept stamps and the clock that gives them.</summary>
public sealed class StampLawsTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Later_time_never_has_a_smaller_stamp_and_a_later_microsecond_has_a_larger_one() => Law.HoldsForSeeds(random =>
    {
        DateTimeOffset time = DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 365 * 100));
        DateTimeOffset later = time.AddTicks(random.Next(1000));
        Assert.True(AcceptStamp.FromTime(time) <= AcceptStamp.FromTime(later));
        Assert.True(AcceptStamp.FromTime(time) < AcceptStamp.FromTime(time.AddMicroseconds(1)));
        Assert.Equal(time.ToUnixTimeMilliseconds(), AcceptStamp.FromTime(time).Milliseconds);
    });

    [Fact]
    public void A_time_before_1970_is_no_stamp() => Assert.False(AcceptStamp.FromTime(DateTimeOffset.MinValue).IsGiven);

    [Fact]
    public void Text_of_a_stamp_reads_back() => Law.HoldsForSeeds(random =>
    {
        AcceptStamp stamp = Draw.Stamp(random);
        Assert.True(AcceptStamp.TryParse(stamp.ToString(), out AcceptStamp read));
        Assert.Equal(stamp, read);
    });

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("g")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("8000000000000000")]
    [InlineData("ffffffffffffffff")]
    [InlineData("11111111111111111")]
    public void Text_that_is_no_stamp_is_refused(string text) => Assert.False(AcceptStamp.TryParse(text, out _));

    /// <summary>
    /// I3, I25: larger than every stamp given or seen, and no further ahead than time or what was seen pushes.
    /// </summary>
    [Fact]
    public void A_clock_gives_stamps_that_grow_and_stay_as_close_to_time_as_that_allows() => Law.HoldsForSeeds(random =>
    {
        HybridClock clock = new(Ahead);
        AcceptStamp largest = AcceptStamp.None;
        DateTimeOffset now = Start;
        for (int step = 0; step < 60; step++)
        {
            switch (random.Next(3))
            {
                case 0:
                    now = now.AddTicks(random.Next(-20_000, 20_000));
                    clock.Tick(now);
                    break;
                case 1:
                    AcceptStamp seen = AcceptStamp.FromTime(now.AddTicks(random.Next(-50_000, 50_000)));
                    clock.Know(seen);
                    largest = seen > largest ? seen : largest;
                    break;
                default:
                    clock.Tick(now);
                    AcceptStamp given = clock.Give();
                    AcceptStamp physical = AcceptStamp.FromTime(now);
                    Assert.True(given > largest, "not larger than what was given or seen");
                    Assert.Equal(physical > largest ? physical : largest.Next, given);
                    largest = given;
                    break;
            }

            Assert.Equal(largest, clock.Latest);
        }
    });

    [Fact]
    public void A_stamp_is_too_far_ahead_beyond_the_bound_and_a_second_beyond_what_was_seen()
    {
        HybridClock clock = new(Ahead);
        clock.Tick(Start);
        Assert.False(clock.IsTooFarAhead(AcceptStamp.FromTime(Start + Ahead)));
        AcceptStamp beyond = AcceptStamp.FromTime(Start + Ahead).Next;
        Assert.True(clock.IsTooFarAhead(beyond));
        clock.Know(beyond);
        Assert.False(clock.IsTooFarAhead(beyond));
        AcceptStamp aSecondOn = new(beyond.Value + (1000L << 16));
        Assert.False(clock.IsTooFarAhead(aSecondOn));
        Assert.True(clock.IsTooFarAhead(aSecondOn.Next));
    }
}
