using Oxbow.Testing;

namespace SimulatedWall.Tests;

public sealed class WallTests
{
    [Fact]
    public void No_replica_shows_an_answer_without_its_message() => Assert.Empty(Failures(withSessions: true));

    [Fact]
    public void Without_sessions_the_simulator_finds_one_that_does() => Assert.NotEmpty(Failures(withSessions: false));

    private static IReadOnlyList<SimulationResult> Failures(bool withSessions) =>
        new SeedRange(first: 1, count: 200) { Application = () => new Wall(withSessions) }
            .Run(workers: 2, TestContext.Current.CancellationToken);
}
