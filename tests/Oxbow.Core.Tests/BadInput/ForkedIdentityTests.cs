using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.BadInput;

/// <summary>
/// A data folder restored from a backup or copied: two writes would bear one name. Whoever learns from a peer that it
/// once knew more about itself stops accepting, takes a new id and says so (I1, I3).
/// </summary>
public sealed class ForkedIdentityTests
{
    private readonly Cluster cluster = new();

    [Fact]
    public void A_restored_replica_finds_out_at_its_first_hello_and_takes_no_writes()
    {
        Peer b = cluster.Join(cluster.First);
        Disk backup = b.Disk.Copy();
        b.Put("k", "lost");
        cluster.Exchange(b, cluster.First);
        b.Restore(backup);
        cluster.Exchange(b, cluster.First);
        Assert.Equal(Standing.Quarantined, b.Replica.Standing);
        Assert.Contains(b.Events, news => news is Alarm { Rejection.Code: RejectionCode.IdentityClash });
        Assert.Equal(RejectionCode.Quarantined, b.WriteRefused(null, Peer.PutOf("k", "2")).Rejection.Code);
        Assert.IsType<Refusal>(cluster.AskToJoin(b));
    }

    /// <summary>An id is granted only after its creation is durable: who does not know it has forgotten it.</summary>
    [Fact]
    public void A_write_of_a_replica_that_it_created_and_does_not_know_shows_a_restored_replica_what_it_has_lost()
    {
        Peer b = cluster.Join(cluster.First);
        Disk backup = b.Disk.Copy();
        Peer child = cluster.Join(b);
        child.Put("k", "1");
        b.Restore(backup);
        cluster.Exchange(b, child);
        Assert.Equal(Standing.Quarantined, b.Replica.Standing);
    }

    [Fact]
    public void With_a_new_id_it_gets_its_lost_writes_back_and_accepts_again()
    {
        Peer b = cluster.Join(cluster.First);
        Disk backup = b.Disk.Copy();
        b.Put("k", "lost");
        cluster.Exchange(b, cluster.First);
        b.Restore(backup);
        cluster.Exchange(b, cluster.First);
        ReplicaIdentity identity = Assert.IsType<JoinReply>(cluster.AskToJoin(cluster.First)).Identity;
        ReplicaId granted = identity.Replica;
        b.Step(new IdentityGranted(identity));
        cluster.Exchange(b, cluster.First);
        Assert.Equal("lost", b.Get("k"));
        Assert.Equal(granted, b.Put("k", "new").Origin);
        b.Crash();
        Assert.Equal(granted, b.Id);
        cluster.Exchange(b, cluster.First);
        Assert.Equal("new", cluster.First.Get("k"));
    }

    [Fact]
    public void A_restored_primary_finds_out_that_its_commits_are_known_elsewhere()
    {
        Peer b = cluster.Join(cluster.First);
        b.Put("k", "1");
        Disk backup = cluster.First.Disk.Copy();
        cluster.Exchange(b, cluster.First);
        cluster.First.Restore(backup);
        cluster.Exchange(b, cluster.First);
        Assert.Equal(Standing.Quarantined, cluster.First.Replica.Standing);
    }

    [Fact]
    public void A_quarantined_primary_gives_no_more_commit_numbers_also_after_a_restart()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Disk backup = cluster.First.Disk.Copy();
        WriteId forgotten = cluster.First.Put("k", "1");
        cluster.Exchange(b, cluster.First);
        cluster.First.Restore(backup);
        cluster.Exchange(b, cluster.First);
        WriteId late = c.Put("k", "2");
        cluster.Exchange(c, cluster.First);
        cluster.First.Crash();
        Assert.Equal(CommitNumber.None, cluster.First.Fate(late)?.CommitNumber);
        Assert.Equal(cluster.First.Status().CommitNumber.Next, b.Fate(forgotten)?.CommitNumber);
    }

    /// <summary>Its retirement handover says nothing of what it accepts under the new id.</summary>
    [Fact]
    public void A_replica_that_gets_a_new_id_while_it_hands_over_does_not_leave_with_what_it_accepts_then()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        Disk backup = b.Disk.Copy();
        b.Put("k", "lost");
        cluster.Exchange(b, cluster.First);
        b.Restore(backup);
        cluster.Pass(TimeSpan.FromSeconds(1));
        Link exchange = cluster.Connect(b, cluster.First);
        Link handover = cluster.Connect(b, c, LinkPurpose.RetirementHandover);
        handover.DeliverToListener();
        handover.DeliverToDialer();
        exchange.Run();
        Assert.Equal(Standing.Quarantined, b.Replica.Standing);
        b.Step(new IdentityGranted(Assert.IsType<JoinReply>(cluster.AskToJoin(cluster.First)).Identity));
        WriteId write = b.Put("k", "new");
        handover.Run();
        Assert.Equal(Standing.Active, b.Replica.Standing);
        handover.Close();
        cluster.Retire(b, c);
        Assert.True(b.HasLeft);
        Assert.NotNull(c.Fate(write));
    }

    /// <summary>
    /// What it forgot made it the primary; it hears so, and that it forgot, when it has begun to leave.
    /// </summary>
    [Fact]
    public void A_primary_that_goes_into_quarantine_while_it_hands_over_gives_no_commit_numbers_afterwards()
    {
        (Peer b, Peer c, Peer d) = (cluster.Join(cluster.First), cluster.Join(cluster.First), cluster.Join(cluster.First));
        Disk backup = b.Disk.Copy();
        cluster.Retire(cluster.First, b);
        b.Put("k", "forgotten");
        cluster.Exchange(d, b);
        b.Restore(backup);
        cluster.Exchange(b, c);
        Link exchange = cluster.Connect(b, d);
        Link handover = cluster.Connect(b, c, LinkPurpose.RetirementHandover);
        handover.DeliverToListener();
        handover.DeliverToDialer();
        exchange.Run();
        Assert.Equal(Standing.Quarantined, b.Replica.Standing);
        handover.Run();
        cluster.Exchange(b, d);
        Assert.True(b.Status() is { Standing: Standing.Quarantined, IsPrimary: true });
        WriteId late = c.Put("k", "late");
        cluster.Exchange(c, b);
        Assert.Equal(CommitNumber.None, b.Fate(late)?.CommitNumber);
        Assert.Equal(Standing.Quarantined, b.Replica.Standing);
    }

    /// <summary>
    /// Rot at the end of a journal looks like a torn tail, and may have taken commits that others know.
    /// </summary>
    [Fact]
    public void A_primary_whose_journal_was_cut_gives_no_number_again_that_its_peer_knows()
    {
        Peer b = cluster.Join(cluster.First);
        cluster.ExchangeAll();
        Disk cut = cluster.First.Disk.Copy();
        WriteId forgotten = cluster.First.Put("k", "1");
        cluster.Exchange(b, cluster.First);
        cluster.First.Restore(cut, hasCutTail: true);
        WriteId late = cluster.First.Put("k", "2");
        Assert.Equal((true, CommitNumber.None), (cluster.First.Status().CommitsSuspended, cluster.First.Fate(late)?.CommitNumber));
        cluster.Exchange(b, cluster.First);
        Assert.Equal(Standing.Quarantined, cluster.First.Replica.Standing);
        Assert.Equal(CommitNumber.None, cluster.First.Fate(late)?.CommitNumber);
        Assert.True(b.Fate(forgotten)?.CommitNumber.IsGiven);
    }

    [Fact]
    public void A_primary_whose_journal_was_cut_commits_again_once_a_peer_has_greeted_it()
    {
        Peer b = cluster.Join(cluster.First);
        cluster.ExchangeAll();
        cluster.First.Crash(hasCutTail: true);
        WriteId write = cluster.First.Put("k", "1");
        cluster.Exchange(b, cluster.First);
        Assert.False(cluster.First.Status().CommitsSuspended);
        Assert.True(cluster.First.Fate(write)?.CommitNumber.IsGiven);
    }

    /// <summary>
    /// The creator forgot the creation and wrote on past its stamp: its vector says that the child has retired.
    /// </summary>
    [Fact]
    public void A_child_whose_creator_forgot_it_can_start_again_from_what_it_accepted()
    {
        ReplicaId child = ReplicaId.Base.Child(new(100));
        LogRecord[] records =
        [
            LogRecord.Of(WriteEncoder.EncodeUpdates(new(ReplicaId.Base, new(200)), default, [Peer.PutOf("k", "1")], default), CommitNumber.None),
            LogRecord.Of(WriteEncoder.EncodeUpdates(new(child, new(300)), new(child.Created, default), [Peer.PutOf("k", "2")], default), CommitNumber.None),
        ];
        Assert.Equal(2, Replica.Recover(new(new(Guid.Empty), child), records, new()).WriteCount);
    }

    [Fact]
    public void A_child_whose_creator_forgot_it_does_not_leave_by_itself_after_a_restart() =>
        Assert.Equal(Standing.Active, RecoverForgottenChild().Standing);

    [Fact]
    public void A_child_whose_creator_forgot_it_hears_from_mail_that_it_forgot_a_write()
    {
        Replica child = RecoverForgottenChild();
        Write next = WriteEncoder.EncodeUpdates(new(ReplicaId.Base, new(300)), new(new(200), default), [Peer.PutOf("k", "2")], default);
        VersionVector held = VersionVector.From([new(ReplicaId.Base, new(200)), new(child.Identity.Replica, new(150))]);
        child.Tick(Cluster.Start);
        child.Step(new LinkOpened(new(1), LinkPurpose.Mail, IsDialer: false));
        child.Step(new PeerSaid(new(1), new Hello(new(Cluster.Database, ReplicaId.Base), VersionVector.Empty, CommitNumber.None, ChainHash.Empty)));
        child.Step(new PeerSaid(new(1), new Mail(next, held)));
        Assert.Equal(Standing.Quarantined, child.Standing);
    }

    /// <summary>It has written nothing, and holds a write of its creator from after its creation.</summary>
    private static Replica RecoverForgottenChild()
    {
        Write ofCreator = WriteEncoder.EncodeUpdates(new(ReplicaId.Base, new(200)), default, [Peer.PutOf("k", "1")], default);
        return Replica.Recover(new(Cluster.Database, ReplicaId.Base.Child(new(100))), [LogRecord.Of(ofCreator, CommitNumber.None)], new());
    }

    [Fact]
    public void A_lone_primary_waits_for_nobody()
    {
        cluster.First.Crash(hasCutTail: true);
        Assert.True(cluster.First.Fate(cluster.First.Put("k", "1"))?.CommitNumber.IsGiven);
    }

    /// <summary>
    /// The copy has written more than the original, so that its vector does not lag behind. But the peer names a write
    /// of it that the copy has never made.
    /// </summary>
    [Fact]
    public void A_copy_that_went_on_finds_out_at_its_first_hello()
    {
        Peer b = cluster.Join(cluster.First);
        Disk copied = b.Disk.Copy();
        b.Put("k", "original");
        cluster.Exchange(b, cluster.First);
        b.Restore(copied);
        cluster.Pass(TimeSpan.FromSeconds(1));
        b.Put("k", "copy");
        cluster.Exchange(b, cluster.First);
        Assert.Contains(b.Events, news => news is Alarm { Rejection.Code: RejectionCode.IdentityClash });
        Assert.Equal(Standing.Quarantined, b.Replica.Standing);
        Assert.Equal("original", cluster.First.Get("k"));
    }

    [Fact]
    public void A_write_under_ones_own_id_that_one_never_made_means_quarantine()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Disk backup = b.Disk.Copy();
        Link live = cluster.Connect(c, b, LinkPurpose.Live);
        live.Run();
        live.Close();
        b.Put("k", "first life");
        cluster.Exchange(b, cluster.First);
        b.Restore(backup);
        cluster.Pass(TimeSpan.FromSeconds(1));
        Link link = cluster.Connect(c, b, LinkPurpose.Live);
        link.Run();
        b.Put("k", "second life");
        cluster.Exchange(cluster.First, c);
        link.Run();
        Assert.Equal(Standing.Quarantined, b.Replica.Standing);
    }

    /// <summary>
    /// Both histories end with a retirement, so of the id both vectors say "everything", and neither peer would send
    /// its end.
    /// </summary>
    [Fact]
    public void Two_ends_of_one_replica_are_found_although_the_vectors_are_equal()
    {
        (Peer b, Peer c, Peer d) = (cluster.Join(cluster.First), cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.First.Replica.AbolishPrimary();
        cluster.ExchangeAll();
        Disk backup = b.Disk.Copy();
        cluster.Retire(b, c);
        cluster.Pass(TimeSpan.FromSeconds(1));
        b.Restore(backup);
        cluster.Retire(b, d);
        cluster.Exchange(c, d);
        Assert.Equal(c.Status().Known, d.Status().Known);
        Assert.Contains(d.Events, news => news is Alarm { Rejection.Code: RejectionCode.Diverged });
    }

    [Fact]
    public void Nobody_holds_two_histories_of_one_replica()
    {
        Peer b = cluster.Join(cluster.First);
        Disk backup = b.Disk.Copy();
        WriteId first = b.Put("k", "1");
        cluster.Exchange(b, cluster.First);
        b.Restore(backup);
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId second = b.Put("k", "2");
        cluster.Exchange(cluster.First, b);
        Assert.All(cluster.Peers, peer => Assert.False(peer.Fate(first) is not null && peer.Fate(second) is not null));
        Assert.Equal(new CommitNumber(2), cluster.First.Fate(first)?.CommitNumber);
    }
}
