using Oxbow.Core.Identity;
using Oxbow.Core.Replicas;

namespace Oxbow.Core.Tests.Replicas;

public sealed class ForkDoubtTests
{
    private const int MostRuns = 16;

    private static readonly ReplicaId Raiser = ReplicaId.Base.Child(new(1));
    private static readonly ReplicaId Other = ReplicaId.Base.Child(new(2));

    private readonly ForkDoubt doubt = new();

    [Fact]
    public void A_doubt_ends_when_all_who_raised_it_have_sent_what_they_have()
    {
        doubt.Raise(Raiser, isWhole: false);
        doubt.Raise(Other, isWhole: false);
        Assert.False(doubt.Compare(ReplicaId.Base));
        Assert.False(doubt.Compare(Raiser));
        Assert.True(doubt.Compare(Other));
    }

    [Fact]
    public void A_doubt_that_anybody_may_have_raised_ends_with_the_first_who_compares()
    {
        doubt.Raise(peer: null, isWhole: true);
        Assert.True(doubt.Compare(Other));
    }

    /// <summary>Whoever raised it may never come back. A doubt that is raised again begins to count again.</summary>
    [Fact]
    public void A_doubt_ends_after_many_runs_and_counts_anew_each_time_it_is_raised()
    {
        for (int round = 0; round < 2; round++)
        {
            doubt.Raise(Raiser, isWhole: false);
            for (int run = 1; run < MostRuns; run++)
            {
                Assert.False(doubt.Compare(Other));
            }

            doubt.Raise(Raiser, isWhole: false);
            for (int run = 1; run < MostRuns; run++)
            {
                Assert.False(doubt.Compare(Other));
            }

            Assert.True(doubt.Compare(Other));
        }
    }

    [Fact]
    public void What_was_whole_once_stays_whole()
    {
        doubt.Raise(Raiser, isWhole: false);
        Assert.False(doubt.IsWhole);
        doubt.Raise(Other, isWhole: true);
        doubt.Raise(Raiser, isWhole: false);
        Assert.True(doubt.IsWhole);
    }
}
