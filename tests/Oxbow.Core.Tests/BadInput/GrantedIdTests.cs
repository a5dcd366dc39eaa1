using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.BadInput;

/// <summary>An id that a hostile or confused replica grants is judged before it is borne (I3, I25).</summary>
public sealed class GrantedIdTests
{
    private readonly Cluster cluster = new();
    private readonly Peer lost;
    private readonly Peer other;
    private readonly Peer gone;

    public GrantedIdTests()
    {
        lost = cluster.Join(cluster.First);
        other = cluster.Join(cluster.First);
        gone = cluster.Join(cluster.First);
        other.Put("k", "1");
        cluster.ExchangeAll();
        cluster.Retire(gone, cluster.First);
        LoseMemory(cluster.First);
        cluster.Exchange(other, cluster.First);
    }

    private AcceptStamp Now => AcceptStamp.FromTime(cluster.Now);

    [Fact]
    public void The_base_id_would_make_a_second_primary() => CheckRefused(ReplicaId.Base, RejectionCode.Invalid);

    [Fact]
    public void The_id_of_nobody_is_not_borne() => CheckRefused(ReplicaId.Nobody, RejectionCode.Invalid);

    [Fact]
    public void The_largest_stamp_would_let_the_clock_overflow() =>
        CheckRefused(other.Id.Child(AcceptStamp.Maximum), RejectionCode.Invalid);

    [Fact]
    public void A_stamp_at_the_edge_would_let_the_clock_overflow() =>
        CheckRefused(ReplicaId.Base.Child(new(long.MaxValue - 1)), RejectionCode.ClockAhead);

    [Fact]
    public void An_id_created_too_far_ahead_of_the_clock_is_not_borne()
    {
        AcceptStamp ahead = AcceptStamp.FromTime(cluster.Now + cluster.Options.MaximumClockAhead + TimeSpan.FromSeconds(1));
        CheckRefused(ReplicaId.Base.Child(ahead), RejectionCode.ClockAhead);
    }

    [Fact]
    public void Stamps_that_run_backwards_are_of_no_replica() =>
        CheckRefused(other.Id.Child(other.Id.Created), RejectionCode.Invalid);

    [Fact]
    public void The_id_that_was_lost_stays_lost() => CheckRefused(lost.Id, RejectionCode.Invalid);

    [Fact]
    public void The_id_of_another_replica_is_not_borne() => CheckRefused(other.Id, RejectionCode.Invalid);

    [Fact]
    public void The_id_of_a_retired_replica_is_not_borne()
    {
        cluster.Exchange(lost, cluster.First);
        CheckRefused(gone.Id, RejectionCode.Invalid);
    }

    /// <summary>Without a write of its own it has no entry beyond its creation.</summary>
    [Fact]
    public void The_id_of_the_primary_is_not_borne()
    {
        lost.Step(new IdentityGranted(Assert.IsType<JoinReply>(cluster.AskToJoin(other)).Identity));
        Peer heir = cluster.Join(cluster.First);
        cluster.ExchangeAll();
        cluster.Retire(cluster.First, heir);
        cluster.Exchange(lost, heir);
        LoseMemory(heir);
        Assert.Equal(heir.Id, lost.Status().Primary);
        CheckRefused(heir.Id, RejectionCode.Invalid);
    }

    [Fact]
    public void An_id_whose_creation_came_before_the_grant_is_borne()
    {
        ReplicaIdentity granted = Assert.IsType<JoinReply>(cluster.AskToJoin(cluster.First)).Identity;
        cluster.Exchange(lost, cluster.First);
        lost.Step(new IdentityGranted(granted));
        Assert.Equal((granted.Replica, Standing.Active), (lost.Id, lost.Replica.Standing));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 1)]
    public void A_program_that_is_no_replica_yet_judges_what_it_can(long created)
    {
        ReplicaId id = created == 0 ? ReplicaId.Base : ReplicaId.Base.Child(new(created));
        Assert.NotNull(Replica.FindGrantFault(new(Cluster.Database, id), cluster.Now, cluster.Options));
        Assert.Null(Replica.FindGrantFault(new(Cluster.Database, ReplicaId.Base.Child(Now)), cluster.Now, cluster.Options));
    }

    /// <summary>The peer holds a write of it that its disk has forgotten, and says so.</summary>
    private void LoseMemory(Peer witness)
    {
        Disk backup = lost.Disk.Copy();
        lost.Put("k", "2");
        cluster.Exchange(lost, witness);
        lost.Restore(backup);
        cluster.Exchange(lost, witness);
        Assert.Equal(Standing.Quarantined, lost.Replica.Standing);
    }

    private void CheckRefused(ReplicaId granted, RejectionCode code)
    {
        ReplicaIdentity before = lost.Replica.Identity;
        lost.Step(new IdentityGranted(new(Cluster.Database, granted)));

        Assert.Equal(code, Assert.IsType<Alarm>(lost.Events[^1]).Rejection.Code);
        Assert.Equal((before, Standing.Quarantined), (lost.Replica.Identity, lost.Replica.Standing));
        lost.Crash();
        Assert.Equal((before, Standing.Quarantined), (lost.Replica.Identity, lost.Replica.Standing));

        // It goes on asking, and its clock has not followed the stamp.
        lost.Step(new IdentityGranted(Assert.IsType<JoinReply>(cluster.AskToJoin(other)).Identity));
        Assert.Equal(Standing.Active, lost.Replica.Standing);
        Assert.True(lost.Put("k", "3").Stamp <= AcceptStamp.FromTime(cluster.Now + TimeSpan.FromSeconds(1)));
    }
}
