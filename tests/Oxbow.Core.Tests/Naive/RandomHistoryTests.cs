namespace Oxbow.Core.Tests.Naive;

/// <summary>The real replica and its naive twin agree after every step of random histories.</summary>
public sealed class RandomHistoryTests
{
    private const int Steps = 250;
    private const int FreshSeeds = 200;

    /// <summary>Seeds that are always run; one that ever failed is added here.</summary>
    public static TheoryData<int> Seeds =>
        [.. Enumerable.Range(1, 100), 395576825, 1838777991, 1769062360, 160050214, 983093337, 1832985291];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_replica_agrees_with_its_naive_twin(int seed) => new RandomHistory(seed).Run(Steps);

    [Fact]
    public void Replicas_agree_with_their_naive_twins_in_histories_never_seen_before()
    {
        int first = Random.Shared.Next();
        for (int seed = first; seed < first + FreshSeeds; seed++)
        {
            try
            {
                new RandomHistory(seed).Run(Steps);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"The history of seed {seed} failed: {failure.Message}", failure);
            }
        }
    }
}
