using Oxbow.Core.Identity;

namespace Oxbow.Core.Tests.Laws;

public sealed class EpochLawsTests
{
    [Fact]
    public void Of_two_epochs_the_one_with_the_larger_number_counts_then_the_one_with_the_larger_founder()
    {
        CommitEpoch[] ascending =
        [
            CommitEpoch.First,
            new(1, ReplicaId.Base.Child(new(5))),
            new(1, ReplicaId.Base.Child(new(9))),
            new(2, ReplicaId.Base),
        ];
        for (int left = 0; left < ascending.Length; left++)
        {
            for (int right = 0; right < ascending.Length; right++)
            {
                (CommitEpoch one, CommitEpoch other) = (ascending[left], ascending[right]);
                Assert.Equal(
                    (left < right, left <= right, left > right, left >= right),
                    (one < other, one <= other, one > other, one >= other));
                Assert.Equal(left == right, one == other);
            }
        }
    }
}
