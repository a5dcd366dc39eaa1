using Oxbow.Testing.Exhaustive;

namespace Oxbow.Testing.Tests.Exhaustive;

/// <summary>
/// Every state of some small worlds holds every invariant. The whole scope takes minutes: <c>oxbow simulate
/// --exhaustive</c>.
/// </summary>
public sealed class ExhaustiveSearchTests
{
    private static readonly SearchScope Nothing = new() { Writes = 0, Crashes = 0, Retirements = 0, HandOffs = 0 };

    /// <summary>Scopes, and about how many states they have.</summary>
    public static TheoryData<SearchScope, int> Scopes => new()
    {
        { Nothing with { Writes = 2, Crashes = 1 }, 150_000 },
        { Nothing with { Writes = 1, Retirements = 1, HandOffs = 1, AllAreKnown = true }, 221_000 },
        { Nothing with { Writes = 1, LinksAtOnce = 2, AllAreKnown = true }, 155_000 },
        { Nothing with { Writes = 1, Crashes = 1, TakeOvers = 1, AllAreKnown = true }, 36_000 },
        { Nothing with { TakeOvers = 2, AllAreKnown = true }, 1_600 },
        { Nothing with { Retirements = 1, HandOffs = 1, TakeOvers = 1, AllAreKnown = true }, 113_000 },
    };

    [Theory]
    [MemberData(nameof(Scopes))]
    public void Every_invariant_holds_in_every_state(SearchScope scope, int states)
    {
        SearchResult result = ExhaustiveSearch.Run(scope, cancellation: TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine($"{scope}: {result.States:#,0} states ({result.QuietStates:#,0} quiet), {result.Transitions:#,0} transitions, depth {result.Depth}, {result.ReplicaStates:#,0} states of single replicas, {result.Turns:#,0} turns");
        Assert.True(result.Held, $"{result.Message}\n{string.Join('\n', result.Path)}");
        Assert.InRange(result.States, states / 2, states * 2);
        Assert.True(result.QuietStates > 20 && result.Rounds > 0);
    }

    [Fact]
    public void Conversations_taken_as_a_whole_lead_to_the_same_states_as_step_by_step()
    {
        SearchScope scope = Nothing with { Writes = 1, Crashes = 1, Retirements = 1, AllAreKnown = true };
        SearchResult whole = ExhaustiveSearch.Run(scope, new Surroundings());
        SearchResult stepByStep = ExhaustiveSearch.Run(scope, new Surroundings(), stepByStep: true);

        Assert.True(whole.Held && stepByStep.Held);
        Assert.Equal(stepByStep.QuietStates, whole.QuietStates);
        Assert.Equal(stepByStep.ReplicaStates, whole.ReplicaStates);
        Assert.True(whole.States < stepByStep.States);
    }

    [Fact]
    public void Replicas_with_one_key_behave_alike() =>
        Assert.True(ExhaustiveSearch.RunAndCompareWays(Nothing with { Writes = 2, Crashes = 1 }) > 10_000);

    [Fact]
    public void A_search_that_gives_up_says_so()
    {
        SearchResult result = ExhaustiveSearch.Run(Nothing with { Writes = 1, MaximumStates = 10 });

        Assert.False(result.IsComplete || result.Held);
    }
}
