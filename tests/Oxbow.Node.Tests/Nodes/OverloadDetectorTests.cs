using Oxbow.Node.States;

namespace Oxbow.Node.Tests.Nodes;

public sealed class OverloadDetectorTests
{
    private static readonly LoadSample Calm = new(0, TimeSpan.Zero, long.MaxValue);
    private static readonly LoadSample Between = Calm with { MailboxFill = 0.3 };

    private readonly OverloadDetector detector = new(new LoadLimits { HeavySamples = 2, CalmSamples = 3 });

    public static TheoryData<double, int, long> Heavy => new()
    {
        { 0.5, 0, long.MaxValue },
        { 0, 2000, long.MaxValue },
        { 0, 0, 256L * 1024 * 1024 },
    };

    [Theory]
    [MemberData(nameof(Heavy))]
    public void Every_measure_can_overload_a_node_when_it_lasts(double fill, int turnMilliseconds, long diskFreeBytes)
    {
        LoadSample heavy = new(fill, TimeSpan.FromMilliseconds(turnMilliseconds), diskFreeBytes);
        Assert.Equal(NodeState.Active, detector.Judge(heavy));
        Assert.Equal(NodeState.Active, detector.Judge(Calm));
        Assert.Equal(NodeState.Active, detector.Judge(heavy));
        Assert.Equal(NodeState.Overloaded, detector.Judge(heavy));
    }

    [Fact]
    public void A_node_is_active_again_only_after_a_calm_time()
    {
        detector.Judge(Calm with { MailboxFill = 1 });
        detector.Judge(Calm with { MailboxFill = 1 });
        NodeState[] seen = [.. new[] { Between, Between, Between, Between, Calm, Calm, Between, Calm, Calm, Calm }.Select(sample => detector.Judge(sample))];
        Assert.All(seen[..^1], state => Assert.Equal(NodeState.Overloaded, state));
        Assert.Equal(NodeState.Active, seen[^1]);
    }

    [Fact]
    public void Marks_that_make_no_sense_are_refused() =>
        Assert.Equal(4, new LoadLimits
        {
            SamplePeriod = TimeSpan.Zero,
            CalmSamples = 0,
            CalmMailboxFill = 0.9,
            CalmTurn = TimeSpan.FromSeconds(3),
        }.Validate().Count);
}
