using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.BadInput;

/// <summary>Mail that should not have come is refused or waits; it never makes a log that is not closed.</summary>
public sealed class HostileMailTests
{
    private readonly Cluster cluster = new();
    private readonly Peer victim;
    private readonly Peer peer;

    public HostileMailTests()
    {
        victim = cluster.Join(cluster.First);
        peer = cluster.Join(cluster.First);
        victim.Put("v", "1");
        peer.Put("p", "1");
        cluster.ExchangeAll();
    }

    private AcceptStamp PeerLast => victim.Status().Known[peer.Id];

    [Theory]
    [InlineData(LinkPurpose.Exchange)]
    [InlineData(LinkPurpose.Live)]
    public void Mail_has_no_place_in_a_link_for_something_else(LinkPurpose purpose)
    {
        Link link = cluster.Connect(peer, victim, purpose);
        link.DeliverToListener();
        link.ForgeToListener(Next("k"));
        AssertRefused(link, RejectionCode.OutOfTurn, isAlarm: false);
    }

    [Fact]
    public void Mail_before_the_hello_is_out_of_turn()
    {
        Link link = cluster.Connect(peer, victim, LinkPurpose.Mail);
        link.ForgeToListener(Next("k"));
        AssertRefused(link, RejectionCode.OutOfTurn, isAlarm: false);
    }

    [Fact]
    public void A_batch_has_no_place_in_a_link_for_mail()
    {
        Link link = Mail();
        link.ForgeToListener(new Batch(1, [LogRecord.Of(Next("k").Write, CommitNumber.None)], EndsRun: true));
        AssertRefused(link, RejectionCode.OutOfTurn, isAlarm: false);
        Assert.Null(victim.Get("k"));
    }

    [Fact]
    public void An_acknowledgement_has_no_place_in_a_link_for_mail()
    {
        Link link = Mail();
        link.ForgeToListener(new Acknowledgement(0));
        AssertRefused(link, RejectionCode.OutOfTurn, isAlarm: false);
    }

    [Fact]
    public void A_peer_of_another_database_gets_no_mail_and_none_is_taken_from_it()
    {
        Link link = cluster.Connect(peer, victim, LinkPurpose.Mail);
        ReplicaStatus status = peer.Status();
        link.ForgeToListener(new Hello(new(new(Guid.Empty), peer.Id), status.Known, status.CommitNumber, status.Hash));
        AssertRefused(link, RejectionCode.OtherDatabase, isAlarm: false);
        link.ForgeToListener(Next("k"));
        link.ToDialer.Clear();
        victim.Put("own", "1");
        Assert.Empty(link.ToDialer);
        Assert.Null(victim.Get("k"));
    }

    [Fact]
    public void A_second_history_of_one_replica_is_passed_over()
    {
        Link link = Mail();
        Write original = Next("original").Write;
        link.ForgeToListener(new Mail(original, VersionVector.Empty));
        link.ForgeToListener(new Mail(Make(peer.Id, original.Id.Stamp.Next, original.Previous, "fork"), VersionVector.Empty));
        AssertForkSeen(link);
        Assert.Equal(("1", null), (victim.Get("original"), victim.Get("fork")));
    }

    [Fact]
    public void Of_two_different_writes_of_one_name_neither_is_lost_by_the_other()
    {
        Link link = Mail();
        Mail original = Next("original");
        link.ForgeToListener(original);
        link.ForgeToListener(original with { Write = Make(peer.Id, original.Write.Id.Stamp, original.Write.Previous, "other") });
        Assert.Contains(victim.Events, news => news is Alarm { Rejection.Code: RejectionCode.IdentityClash });
        Assert.Equal("1", victim.Get("original"));
        Assert.Single(victim.Log(), entry => entry.Write.Id == original.Write.Id);
    }

    [Fact]
    public void A_history_that_branched_off_earlier_takes_the_place_of_the_one_here()
    {
        victim.Put("later", "1");
        Link link = Mail();
        AcceptStamp previous = PeerLast;
        Write late = Make(peer.Id, new(previous.Value + 10), previous, "late");
        link.ForgeToListener(new Mail(late, VersionVector.Empty));
        link.ForgeToListener(new Mail(Make(peer.Id, new(previous.Value + 5), previous, "early"), VersionVector.Empty));
        AssertRefused(link, RejectionCode.StartAnew, isAlarm: true);
        Assert.Equal(("1", "1"), (victim.Get("early"), victim.Get("late")));
        Assert.Equal(victim.Id, victim.Fate(late.Id)?.RemadeAs?.Origin);
    }

    [Fact]
    public void A_fork_that_was_held_back_raises_an_alarm_and_is_dropped_when_its_time_comes()
    {
        AcceptStamp last = PeerLast;
        Link link = Mail();
        Write middle = Make(peer.Id, new(last.Value + 5), last, "middle");
        Write fork = Make(peer.Id, new(last.Value + 9), new AcceptStamp(last.Value + 4), "fork");
        link.ForgeToListener(new Mail(fork, VersionVector.Empty));
        Assert.Equal(1, victim.Status().HeldBackCount);
        link.ForgeToListener(new Mail(middle, VersionVector.Empty));
        Assert.Equal((0, "1", null), (victim.Status().HeldBackCount, victim.Get("middle"), victim.Get("fork")));
        Assert.Contains(victim.Events, news => news is Alarm { Rejection.Code: RejectionCode.IdentityClash });
        Assert.Empty(victim.Events.OfType<WriteReleased>());
    }

    /// <summary>Its stamp is covered, by another history of the id, and what it depends on is not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_fork_under_a_covered_stamp_is_not_taken_before_what_it_depends_on(bool isHeldBackFirst)
    {
        AcceptStamp last = PeerLast;
        Mail forked = new(
            Make(peer.Id, new(last.Value + 5), last, "fork"), VersionVector.From([new(cluster.First.Id, AcceptStamp.Maximum)]));
        Link link = Mail();
        if (isHeldBackFirst)
        {
            link.ForgeToListener(forked);
        }

        link.ForgeToListener(new Mail(Make(peer.Id, new(last.Value + 9), last, "here"), VersionVector.Empty));
        if (!isHeldBackFirst)
        {
            link.ForgeToListener(forked);
        }

        Assert.Contains(victim.Events, news => news is Alarm { Rejection.Code: RejectionCode.IdentityClash });
        Assert.Equal((0, "1", null), (victim.Status().HeldBackCount, victim.Get("here"), victim.Get("fork")));
        Assert.Equal(last, Greeting()[peer.Id]);
    }

    [Fact]
    public void A_write_under_ones_own_id_means_quarantine()
    {
        AcceptStamp own = victim.Status().Known[victim.Id];
        Link link = Mail();
        link.ForgeToListener(new Mail(Make(victim.Id, own.Next, own, "k"), VersionVector.Empty));
        AssertRefused(link, RejectionCode.IdentityClash, isAlarm: true);
        Assert.Equal(Standing.Quarantined, victim.Replica.Standing);
    }

    /// <summary>
    /// The peer depends on a write that this replica made and does not remember: its disk was restored.
    /// </summary>
    [Fact]
    public void A_dependency_on_an_own_write_that_is_lost_means_quarantine()
    {
        AcceptStamp own = victim.Status().Known[victim.Id];
        Link link = Mail();
        link.ForgeToListener(Next("k") with { DependsOn = VersionVector.From([new(victim.Id, own.Next)]) });
        AssertRefused(link, RejectionCode.IdentityClash, isAlarm: true);
        Assert.Equal(Standing.Quarantined, victim.Replica.Standing);
        victim.Crash();
        Assert.Equal(Standing.Quarantined, victim.Replica.Standing);
    }

    /// <summary>The write came another way first, by a peer that took the lost one for known here.</summary>
    [Fact]
    public void A_write_that_is_here_already_still_tells_of_an_own_one_that_is_lost()
    {
        AcceptStamp own = victim.Status().Known[victim.Id];
        Link link = Mail();
        Mail mail = Next("k");
        link.ForgeToListener(mail);
        Assert.Equal(Standing.Active, victim.Replica.Standing);
        link.ForgeToListener(mail with { DependsOn = VersionVector.From([new(victim.Id, own.Next)]) });
        AssertRefused(link, RejectionCode.IdentityClash, isAlarm: true);
        Assert.Equal(Standing.Quarantined, victim.Replica.Standing);
    }

    [Fact]
    public void A_restored_replica_finds_out_from_mail_and_gets_its_writes_back_under_a_new_id()
    {
        Link between = cluster.Connect(peer, victim, LinkPurpose.Mail);
        between.Run();
        Disk backup = victim.Disk.Copy();
        victim.Put("k", "lost");
        between.Run();
        victim.Restore(backup);
        Link link = cluster.Connect(peer, victim, LinkPurpose.Mail);
        link.Run();
        Assert.Equal(Standing.Quarantined, victim.Replica.Standing);
        victim.Step(new IdentityGranted(Assert.IsType<JoinReply>(cluster.AskToJoin(cluster.First)).Identity));
        link = cluster.Connect(peer, victim, LinkPurpose.Mail);
        link.Run();
        peer.Put("k", "2");
        link.Run();
        cluster.Exchange(victim, peer);
        Assert.Equal(("2", 0), (victim.Get("k"), victim.Status().HeldBackCount));
    }

    [Fact]
    public void A_hole_waits_and_the_write_before_it_fills_it()
    {
        AcceptStamp last = PeerLast;
        Write first = Make(peer.Id, last.Next, last, "first");
        Write second = Make(peer.Id, first.Id.Stamp.Next, new Predecessor(first.Id.Stamp, first.Hash), "second");
        Link link = Mail();
        link.ForgeToListener(new Mail(second, VersionVector.Empty));
        Assert.Equal((1, (string?)null), (victim.Status().HeldBackCount, victim.Get("second")));
        Assert.Equal(new VectorEntry(peer.Id, first.Id.Stamp), Assert.Single(Assert.Single(victim.Events.OfType<WriteHeldBack>()).Missing));
        link.ForgeToListener(new Mail(first, VersionVector.Empty));
        Assert.Equal((0, "1"), (victim.Status().HeldBackCount, victim.Get("second")));
    }

    [Fact]
    public void Mail_from_too_far_ahead_is_not_taken_and_moves_no_clock()
    {
        AcceptStamp ahead = AcceptStamp.FromTime(cluster.Now + TimeSpan.FromHours(2));
        Link link = Mail();
        link.ForgeToListener(new Mail(Make(peer.Id, ahead, PeerLast, "k"), VersionVector.Empty));
        Assert.Contains(victim.Events, news => news is Alarm { Rejection.Code: RejectionCode.ClockAhead });
        Assert.Null(victim.Get("k"));
        Assert.True(victim.Put("own", "1").Stamp < AcceptStamp.FromTime(cluster.Now + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Mail_that_depends_on_what_nobody_ever_wrote_waits_and_harms_nothing()
    {
        VersionVector nobody = VersionVector.From([new(ReplicaId.Base.Child(AcceptStamp.Maximum), AcceptStamp.Maximum), new(peer.Id, AcceptStamp.Maximum)]);
        Link link = Mail();
        link.ForgeToListener(Next("k") with { DependsOn = nobody });
        Assert.Equal((1, (string?)null), (victim.Status().HeldBackCount, victim.Get("k")));
        Assert.True(victim.Put("own", "1").Stamp < AcceptStamp.FromTime(cluster.Now + TimeSpan.FromHours(1)));
        cluster.Exchange(peer, victim);
        Assert.Equal("1", peer.Get("own"));
    }

    /// <summary>What the replica says in its next hello that it holds.</summary>
    private VersionVector Greeting()
    {
        Link link = cluster.Connect(peer, victim);
        link.DeliverToListener();
        return link.ToDialer.OfType<Hello>().Single().Known;
    }

    private Link Mail()
    {
        Link link = cluster.Connect(peer, victim, LinkPurpose.Mail);
        link.Run();
        return link;
    }

    private Mail Next(string key) => new(Make(peer.Id, PeerLast.Next, PeerLast, key), victim.Status().Known);

    private Write Make(ReplicaId origin, AcceptStamp stamp, AcceptStamp previous, string key) =>
        Make(origin, stamp, cluster.After(origin, previous), key);

    private static Write Make(ReplicaId origin, AcceptStamp stamp, Predecessor previous, string key) =>
        WriteEncoder.EncodeUpdates(new(origin, stamp), previous, [Peer.PutOf(key, "1")], []);

    private void AssertForkSeen(Link link)
    {
        Assert.DoesNotContain(link.ToDialer, message => message is Refusal);
        Assert.Contains(victim.Events, news => news is Alarm { Rejection.Code: RejectionCode.IdentityClash });
    }

    private void AssertRefused(Link link, RejectionCode code, bool isAlarm)
    {
        Assert.Equal(code, Assert.IsType<Refusal>(link.ToDialer.Last()).Rejection.Code);
        Assert.Equal(isAlarm, victim.Events.Any(news => news is Alarm));
    }
}
