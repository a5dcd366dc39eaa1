using Oxbow.Core.Identity;
using Oxbow.Core.Replicas;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Replicas;

public sealed class AheadOfTimeTests
{
    private static readonly ReplicaId Other = ReplicaId.Base.Child(new(1));

    private readonly AheadOfTime ahead = new(mostRemembered: 1);

    /// <summary>The second round begins as the first one did: everything is forgotten with the turn.</summary>
    [Fact]
    public void What_is_not_remembered_is_not_missed_until_all_is_forgotten()
    {
        for (int round = 0; round < 2; round++)
        {
            Write remembered = Make(ReplicaId.Base, 20, AcceptStamp.None);
            Write forgotten = Make(Other, 21, new(1));
            Write follower = Make(Other, 22, new(21));
            Assert.True(ahead.Add(remembered));
            Assert.Equal((false, false), (ahead.MayFollow(follower), ahead.MayContain(forgotten.Id)));
            Assert.False(ahead.Add(remembered));
            Assert.Equal((false, false), (ahead.MayFollow(follower), ahead.MayContain(forgotten.Id)));
            Assert.False(ahead.Add(forgotten));
            Assert.Equal((true, true), (ahead.MayFollow(follower), ahead.MayContain(forgotten.Id)));
            Assert.Equal((true, 1), (ahead.MayContain(remembered.Id), ahead.Count));
            Assert.False(ahead.MayFollow(Make(Other, 19, new(18))));
            ahead.EndTurn();
            Assert.True(ahead.MayFollow(follower));
            ahead.End();
            ahead.EndTurn();
            Assert.Equal((false, false, 0), (ahead.MayFollow(follower), ahead.MayContain(forgotten.Id), ahead.Count));
        }
    }

    [Fact]
    public void Only_the_first_of_a_chain_that_waits_is_told_of()
    {
        AheadOfTime roomy = new(mostRemembered: 10);
        Write first = Make(Other, 20, new(1));
        Write second = WriteEncoder.EncodeUpdates(new(Other, new(21)), new(first.Id.Stamp, first.Hash), [Peer.PutOf("k", "1")], []);
        Assert.True(roomy.Add(first));
        Assert.False(roomy.Add(second));
        Assert.True(roomy.Follows(second));
        roomy.Remove(first);
        Assert.False(roomy.MayFollow(second));
    }

    private static Write Make(ReplicaId origin, long stamp, AcceptStamp previous) =>
        WriteEncoder.EncodeUpdates(new(origin, new(stamp)), new(previous, default), [Peer.PutOf("k", "1")], []);
}
