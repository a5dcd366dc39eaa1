namespace Oxbow.Mutation;

/// <summary>Tests that look at a project of the product.</summary>
/// <param name="Project">The project of the tests.</param>
/// <param name="Filter">Arguments that choose among its tests; none for all of them.</param>
internal sealed record TestProgram(string Project, params string[] Filter)
{
    private const string SlowInCore = "*RandomHistoryTests";

    /// <summary>
    /// The tests that a change of a project has to fail: its own, those of Wire for the bytes that Core writes, and,
    /// for the few that these miss, some hundred seeds of the simulator. Where one class takes most of the time, it
    /// comes after the quick ones: a change that they notice then costs seconds.
    /// </summary>
    public static IReadOnlyList<TestProgram> Of(string name)
    {
        string own = $"Oxbow.{name}.Tests";
        TestProgram simulator = new("Oxbow.Testing.Tests", "--filter-class", "*SeedTests");
        return name == "Core"
            ?
            [
                new(own, "--filter-not-class", SlowInCore),
                new("Oxbow.Wire.Tests"),
                new(own, "--filter-class", SlowInCore),
                simulator,
            ]
            : [new(own), simulator];
    }
}
