using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests;

/// <summary>
/// The simulator finds bugs that are planted in copies of the product: a sample on every change, all of them with the
/// environment variable OXBOW_PLANTED=all, which also writes the table in <c>docs/testing.md</c> anew, or those with a
/// certain part in their names.
/// </summary>
public sealed class PlantedBugTests
{
    private const string Everything = "all";
    private const int Workers = 2;

    /// <summary>A bug that takes more needs a better generator or a better checker.</summary>
    private const int MostSeeds = 20000;

    /// <summary>So many seeds hold without a bug.</summary>
    private const int ControlSeeds = 100;

    private static readonly string? Chosen = Environment.GetEnvironmentVariable("OXBOW_PLANTED");

    [Fact]
    public void Every_bug_has_its_place_and_a_name_of_its_own()
    {
        Assert.All(PlantedBugs.All, bug => Assert.True(ProductSources.PlacesFor(bug) == 1, $"{bug}: what is to be replaced stands {ProductSources.PlacesFor(bug)} times in {bug.File}."));
        Assert.Equal(PlantedBugs.All.Count, PlantedBugs.All.DistinctBy(bug => bug.Name).Count());
    }

    [Fact]
    public void Every_class_of_bugs_is_planted() =>
        Assert.Empty(Enum.GetValues<BugClass>().Except(PlantedBugs.All.Where(bug => bug.OutOfReach is null).Select(bug => bug.Class)));

    [Fact]
    public void The_product_as_it_is_holds()
    {
        Dictionary<string, byte[]> compiled = ProductSources.Assemblies.ToDictionary(name => name, name => ProductSources.Of(name).Compile());
        Finding finding = Simulate(compiled, Chosen == Everything ? 5 * MostSeeds : ControlSeeds);
        Assert.True(finding.CaughtBy is null, $"seed {finding.Seeds}: {finding.Message}");
    }

    [Fact]
    public void The_simulator_finds_each_that_is_chosen()
    {
        Dictionary<PlantedBug, Finding> findings = PlantedBugs.All.Where(IsChosen).ToDictionary(bug => bug, Plant);
        if (Chosen == Everything)
        {
            FindingsTable.Write(findings);
        }

        Assert.NotEmpty(findings);
        Assert.All(findings, pair => Assert.True(
            (pair.Value.CaughtBy is null) == (pair.Key.OutOfReach is not null),
            $"{pair.Key}: {pair.Value.CaughtBy ?? "nothing was found"} after {pair.Value.Seeds} seeds"));
    }

    [Fact]
    public void The_table_in_the_documentation_names_every_bug() =>
        Assert.Equal(PlantedBugs.All.Select(bug => bug.Name), FindingsTable.ReadNames());

    private static Finding Plant(PlantedBug bug)
    {
        Finding finding = Simulate(new() { [bug.Assembly] = ProductSources.Of(bug.Assembly).Compile(bug) }, MostSeeds);
        TestContext.Current.TestOutputHelper!.WriteLine($"{bug}: {finding.Seeds} seeds. {finding.Message}");
        return finding;
    }

    private static bool IsChosen(PlantedBug bug) => Chosen switch
    {
        null or "" => bug.IsInSample,
        Everything => true,
        _ => bug.Name.Contains(Chosen, StringComparison.OrdinalIgnoreCase),
    };

    private static Finding Simulate(Dictionary<string, byte[]> replaced, int mostSeeds)
    {
        PlantedProduct product = new(replaced);
        Finding finding = product.Simulate(mostSeeds, Workers, TestContext.Current.CancellationToken);
        product.Unload();
        return finding;
    }
}
