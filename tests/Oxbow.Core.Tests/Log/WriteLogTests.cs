using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Sizes;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Log;

public sealed class WriteLogTests
{
    private static readonly ReplicaId Parent = ReplicaId.Base.Child(new(10));
    private static readonly ReplicaId Child = Parent.Child(new(20));

    /// <summary>The parent retires in one of its two histories, and has created the child in the other one.</summary>
    [Fact]
    public void A_vector_does_not_depend_on_the_order_of_retirements_when_a_creation_is_in_another_history()
    {
        Write born = Make(ReplicaId.Base, 10, 0, WriteKind.Creation);
        Write parentLeaves = Make(Parent, 30, 10, WriteKind.Retirement);
        Write childLeaves = Make(Child, 40, 20, WriteKind.Retirement);
        VersionVector onlyBase = VectorAfter(born, parentLeaves, childLeaves);
        Assert.Equal([new VectorEntry(ReplicaId.Base, new(10))], onlyBase.Entries);
        Assert.Equal(onlyBase, VectorAfter(born, childLeaves, parentLeaves));
        Assert.Equal(onlyBase, VectorAfter(childLeaves, born, parentLeaves));
    }

    [Fact]
    public void A_retired_replica_is_everything_until_its_creation_comes_and_the_base_for_good()
    {
        Write born = Make(ReplicaId.Base, 10, 0, WriteKind.Creation);
        Write parentLeaves = Make(Parent, 30, 10, WriteKind.Retirement);
        Write baseLeaves = Make(ReplicaId.Base, 40, 10, WriteKind.Retirement, born.Hash);
        Assert.Equal([new VectorEntry(Parent, AcceptStamp.Maximum)], VectorAfter(parentLeaves).Entries);
        Assert.Equal([new VectorEntry(ReplicaId.Base, AcceptStamp.Maximum)], VectorAfter(parentLeaves, born, baseLeaves).Entries);
    }

    private static Write Make(
        ReplicaId origin, long stamp, long previous, WriteKind kind, WriteHash before = default) =>
        WriteEncoder.EncodeMembership(new(origin, new(stamp)), new(new(previous), before), kind);

    private static VersionVector VectorAfter(params ReadOnlySpan<Write> writes)
    {
        WriteLog log = new(CoreSizes.Default, OmittedPrefix.None);
        foreach (Write write in writes)
        {
            log.Add(write);
        }

        return log.Known.ToVersionVector();
    }
}
