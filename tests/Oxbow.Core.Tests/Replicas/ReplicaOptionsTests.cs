using Oxbow.Core.Replicas;

namespace Oxbow.Core.Tests.Replicas;

public sealed class ReplicaOptionsTests
{
    private const int Mebibyte = 1024 * 1024;

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        ReplicaOptions documented = new()
        {
            MaximumClockAhead = TimeSpan.FromHours(1),
            BatchBytes = Mebibyte / 4,
            WindowBatches = 4,
            MaximumHeldBack = 1024,
            MaximumHeldBackBytes = 16 * Mebibyte,
            RequestWindow = TimeSpan.FromDays(7),
            RecoveryChunkRecords = 4096,
            ExecutionBudget = 2048,
            SupportedLevel = ReplicaOptions.CurrentLevel,
        };
        Assert.Equal(documented, new());
        Assert.Empty(documented.Validate());
    }

    /// <summary>The bounds that a refusal names are the ones that hold.</summary>
    [Fact]
    public void Every_value_within_its_bounds_is_taken_and_none_beyond()
    {
        AssertBounds(value => new() { BatchBytes = value }, 1024, Mebibyte);
        AssertBounds(value => new() { WindowBatches = value }, 1, 64);
        AssertBounds(value => new() { MaximumHeldBack = value }, 0, 65_536);
        AssertBounds(value => new() { MaximumHeldBackBytes = value }, 0, maximum: null);
        AssertBounds(value => new() { RecoveryChunkRecords = value }, 1, maximum: null);
        AssertBounds(value => new() { ExecutionBudget = value }, 1, maximum: null);
        AssertBounds(value => new() { SupportedLevel = value }, 1, maximum: null);
        AssertBounds(value => new() { MaximumClockAhead = TimeSpan.FromSeconds(value) }, 1, maximum: null);
        AssertBounds(value => new() { RequestWindow = TimeSpan.FromSeconds(value) }, 1, maximum: null);
    }

    private static void AssertBounds(Func<int, ReplicaOptions> make, int minimum, int? maximum)
    {
        Assert.Empty(make(minimum).Validate());
        Assert.Single(make(minimum - 1).Validate());
        Assert.Empty(make(maximum ?? int.MaxValue).Validate());
        if (maximum is { } most)
        {
            Assert.Single(make(most + 1).Validate());
        }
    }
}
