namespace Oxbow.Mutation;

/// <summary>Tests that look at a project of the product.</summary>
/// <param name="Project">The project of the tests.</param>
/// <param name="Filter">Arguments that choose among its tests; none for all of them.</param>
internal sealed record TestProgram(string Project, params string[] Filter)
{
    /// <summary>
    /// The tests that a change of a project has to fail: its own, those of Wire for the bytes that Core writes, and, for
    /// the few that these miss, some hundred seeds of the simulator.
    /// </summary>
    public static IReadOnlyList<TestProgram> Of(string name)
    {
        TestProgram own = new($"Oxbow.{name}.Tests");
        TestProgram simulator = new("Oxbow.Testing.Tests", "--filter-class", "*SeedTests");
        return name == "Core" ? [own, new("Oxbow.Wire.Tests"), simulator] : [own, simulator];
    }
}
