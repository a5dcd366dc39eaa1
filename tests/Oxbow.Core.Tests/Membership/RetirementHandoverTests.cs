using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Membership;

/// <summary>A replica leaves only when one that stays holds everything, and the primary's office goes to one that stays.</summary>
public sealed class RetirementHandoverTests
{
    private readonly Cluster cluster = new();

    [Fact]
    public void Two_replicas_that_hand_over_to_each_other_do_not_both_leave()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        b.Put("b", "1");
        c.Put("c", "1");
        Link one = cluster.Connect(b, c, LinkPurpose.RetirementHandover);
        Link other = cluster.Connect(c, b, LinkPurpose.RetirementHandover);
        while (one.Run(1) + other.Run(1) > 0)
        {
            Assert.False(b.HasLeft && c.HasLeft, "both have left and nobody has their writes");
        }
    }

    [Fact]
    public void A_replica_that_has_left_takes_no_retirement_handover()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        WriteId write = b.Put("b", "1");
        Link fromB = cluster.Connect(b, c, LinkPurpose.RetirementHandover);
        fromB.DeliverToListener();
        fromB.DeliverToDialer();
        cluster.Retire(c, cluster.First);
        fromB.Run();
        Assert.True(c.HasLeft);
        Assert.True(!b.HasLeft || cluster.First.Fate(write) is not null, "B has left, and its write with it");
    }

    /// <summary>
    /// I18: where a restored primary gave numbers twice, the leaving replica can take commits for those of its peer, its
    /// own retirement among them.
    /// </summary>
    [Fact]
    public void A_replica_does_not_leave_when_its_peer_lacks_its_retirement()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        Link cut = cluster.Connect(b, cluster.First, LinkPurpose.RetirementHandover);
        cut.DeliverToListener();
        cut.DeliverToDialer();
        cut.Close();
        Disk backup = cluster.First.Disk.Copy();
        c.Put("c", "1");
        c.Put("c", "2");
        cluster.Exchange(c, cluster.First);
        cluster.First.Restore(backup);
        Link handover = cluster.Connect(b, c, LinkPurpose.RetirementHandover);
        handover.DeliverToListener();
        cluster.Exchange(b, cluster.First);
        handover.Run();
        Assert.DoesNotContain(c.Log(), entry => entry.Write.Id.Origin == b.Id);
        Assert.False(b.HasLeft);
    }

    /// <summary>What comes over a link that was open before could make the retirement leave its log.</summary>
    [Fact]
    public void A_replica_that_has_left_takes_nothing_more()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        Link open = cluster.Connect(c, b, LinkPurpose.Live);
        open.Run();
        cluster.Retire(b, cluster.First);
        WriteId late = c.Put("late", "1");
        open.Run();
        Assert.True(b.HasLeft);
        Assert.Null(b.Fate(late));
    }

    /// <summary>What the log says of its id may be meant of the other one that bears it.</summary>
    [Fact]
    public void A_quarantined_replica_stays_quarantined_over_a_restart_though_its_log_says_that_it_retires()
    {
        Peer b = cluster.Join(cluster.First);
        Link handover = cluster.Connect(b, cluster.First, LinkPurpose.RetirementHandover);
        handover.DeliverToListener();
        handover.DeliverToDialer();
        Assert.Equal(Standing.Retiring, b.Replica.Standing);
        Assert.Equal(Standing.Retiring, Replica.Recover(b.Disk.Identity!, b.Disk.Read(), new()).Standing);
        Assert.Equal(Standing.Quarantined, Replica.Recover(b.Disk.Identity! with { IsQuarantined = true }, b.Disk.Read(), new()).Standing);
    }

    /// <summary>Nothing that an honest replica does leads there, so no simulation does.</summary>
    [Fact]
    public void A_hand_off_by_a_replica_that_is_not_the_primary_changes_nothing()
    {
        Peer b = cluster.Join(cluster.First);
        Link link = cluster.Connect(b, cluster.First, LinkPurpose.Exchange);
        link.DeliverToListener();
        Write handOff = WriteEncoder.EncodeHandOff(new(b.Id, b.Id.Created.Next), cluster.After(b.Id, b.Id.Created), b.Id, cluster.First.Status().CommitNumber);
        link.ForgeToListener(new Batch(1, [LogRecord.Of(handOff, CommitNumber.None)], true));
        WriteFate fate = cluster.First.Fate(handOff.Id)!.Value;
        Assert.True(fate.CommitNumber.IsGiven);
        Assert.Equal(Outcome.Conflicted, fate.Outcome);
        Assert.Equal(ReplicaId.Base, cluster.First.Status().Primary);
    }

    [Fact]
    public void The_primary_does_not_hand_off_to_a_replica_that_has_left()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.Retire(b, c);
        cluster.Retire(cluster.First, b);
        Assert.Equal(ReplicaId.Base, cluster.First.Status().Primary);
        Assert.Equal(Standing.Active, cluster.First.Replica.Standing);
    }

    [Fact]
    public void The_primary_does_not_hand_off_to_a_replica_that_retires_while_its_hello_is_on_the_way()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        Link handover = cluster.Connect(cluster.First, b, LinkPurpose.RetirementHandover);
        cluster.Retire(b, c);
        cluster.Exchange(c, cluster.First);
        handover.Run();
        Assert.Equal(Standing.Active, cluster.First.Replica.Standing);
        Assert.Equal(ReplicaId.Base, cluster.First.Status().Primary);
    }

    [Fact]
    public void The_primary_does_not_hand_off_to_a_replica_in_quarantine()
    {
        Peer b = cluster.Join(cluster.First);
        Disk backup = b.Disk.Copy();
        b.Put("b", "1");
        cluster.Exchange(b, cluster.First);
        b.Restore(backup);
        cluster.Exchange(b, cluster.First);
        Assert.Equal(Standing.Quarantined, b.Replica.Standing);
        cluster.Retire(cluster.First, b);
        Assert.Equal(ReplicaId.Base, cluster.First.Status().Primary);
    }

    [Fact]
    public void A_retirement_handover_that_was_cut_goes_on_with_another_peer()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.Exchange(c, cluster.First);
        WriteId write = b.Put("b", "1");
        Link first = cluster.Connect(b, cluster.First, LinkPurpose.RetirementHandover);
        first.DeliverToListener();
        first.DeliverToDialer();
        first.Close();
        b.Crash();
        Assert.Equal(Standing.Retiring, b.Replica.Standing);
        cluster.Retire(b, c);
        Assert.True(b.HasLeft);
        Assert.NotNull(c.Fate(write));
    }

    [Fact]
    public void A_retiring_replica_refuses_writes_and_creates_nobody()
    {
        Peer b = cluster.Join(cluster.First);
        Link link = cluster.Connect(b, cluster.First, LinkPurpose.RetirementHandover);
        link.DeliverToListener();
        link.DeliverToDialer();
        Assert.Equal(RejectionCode.Retired, b.WriteRefused(null, Peer.PutOf("k", "1")).Rejection.Code);
        Assert.Equal(RejectionCode.Retired, Assert.IsType<Refusal>(cluster.AskToJoin(b)).Rejection.Code);
    }

    /// <summary>The new primary crashed after it persisted the hand-off and before it persisted its first commits.</summary>
    [Fact]
    public void A_primary_that_recovers_with_tentative_writes_commits_them_at_once()
    {
        Peer b = cluster.Join(cluster.First);
        WriteId own = b.Put("b", "1");
        Link link = cluster.Connect(cluster.First, b, LinkPurpose.RetirementHandover);
        link.DeliverToListener();
        link.DeliverToDialer();
        int recordsUpToHandOff = link.ToListener.OfType<Batch>().First().Records.Count(record => record.CommitNumber.IsGiven);
        link.CrashListener(recordsUpToHandOff);
        Assert.True(b.Status().IsPrimary);
        Assert.Equal(0, b.Status().TentativeCount);
        Assert.True(b.Fate(own)?.CommitNumber > CommitNumber.None);
    }
}
