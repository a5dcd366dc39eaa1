using Oxbow.Node.Dialing;

namespace Oxbow.Node.Tests.Dialing;

public sealed class PeerFailuresTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider time = new();
    private readonly PeerFailures failures;

    public PeerFailuresTests() => failures = new(Pause, time);

    /// <summary>Two rounds: what a success resets has to be reset again by the next one.</summary>
    [Fact]
    public void A_success_makes_a_peer_as_good_as_one_that_never_failed_every_time()
    {
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal((0, false), (failures.InARow("a"), failures.IsPausing("a")));
            failures.NoteFailure("a");
            failures.NoteFailure("a");
            Assert.Equal((2, true), (failures.InARow("a"), failures.IsPausing("a")));
            failures.NoteSuccess("a");
        }
    }

    [Fact]
    public void A_pause_begins_with_every_failure_and_ends_with_its_time_while_the_count_stays()
    {
        for (int round = 1; round <= 2; round++)
        {
            failures.NoteFailure("a");
            time.Advance(Pause - TimeSpan.FromTicks(1));
            Assert.True(failures.IsPausing("a"));
            time.Advance(TimeSpan.FromTicks(1));
            Assert.Equal((round, false), (failures.InARow("a"), failures.IsPausing("a")));
        }
    }

    [Fact]
    public void Each_peer_has_failures_of_its_own()
    {
        failures.NoteFailure("a");
        failures.NoteSuccess("b");
        Assert.Equal((1, 0), (failures.InARow("a"), failures.InARow("b")));
        Assert.False(failures.IsPausing("b"));
    }
}
