using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.BadInput;

/// <summary>
/// A data folder restored from a backup, or copied, accepts writes before anybody can tell it so. They leave the log,
/// are made again under another id, and every replica ends with the same history; nothing accepted is lost.
/// </summary>
public sealed class ForkedWritesTests
{
    private readonly Cluster cluster = new();

    [Fact]
    public void A_write_of_a_restored_replica_is_made_again_under_its_new_id()
    {
        Peer b = cluster.Join(cluster.First);
        Disk backup = b.Disk.Copy();
        WriteId forgotten = b.Put("forgotten", "1");
        cluster.Exchange(b, cluster.First);
        WriteId forked = WriteAfterRestore(b, backup, "forked", "2");
        cluster.Settle();
        Assert.Equal(Standing.Active, b.Replica.Standing);
        Assert.NotEqual(forked.Origin, b.Id);
        AssertEqualAndCommitted();
        Assert.All(cluster.Peers, peer => Assert.Equal(("1", "2"), (peer.Get("forgotten"), peer.Get("forked"))));
        Assert.All(
            cluster.Peers, peer => Assert.True(peer.Fate(forgotten) is { RemadeAs: null, Outcome: Outcome.Applied }));
        Assert.All(cluster.Peers, peer => Assert.True(
            peer.Fate(forked) is { RemadeAs: { } remade, Outcome: Outcome.Applied } && remade.Origin == b.Id));
    }

    [Fact]
    public void A_restart_in_quarantine_does_not_forget_what_is_to_be_made_again()
    {
        Peer b = Restored();
        WriteId forked = b.Put("forked", "2");
        cluster.Exchange(b, cluster.First);
        cluster.Exchange(b, cluster.First);
        Assert.Equal(Standing.Quarantined, b.Replica.Standing);
        Assert.Equal("1", b.Get("forgotten"));
        Assert.Null(b.Get("forked"));
        Assert.True(b.Fate(forked) is { CommitNumber.IsGiven: false });
        b.Crash();
        cluster.Settle();
        AssertEqualAndCommitted();
        Assert.Equal("2", cluster.First.Get("forked"));
    }

    [Fact]
    public void Two_copies_of_a_folder_that_both_write_offline_lose_nothing()
    {
        (Peer b, Peer c, Peer d) = (
            cluster.Join(cluster.First), cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Disk copied = b.Disk.Copy();
        WriteId original = b.Put("original", "1");
        b.Put("both", "original");
        cluster.Exchange(b, c);
        WriteId forked = WriteAfterRestore(b, copied, "copy", "2");
        b.Put("both", "copy");
        cluster.Exchange(b, d);
        cluster.Settle();
        AssertEqualAndCommitted();
        Assert.All(cluster.Peers, peer => Assert.Equal(("1", "2"), (peer.Get("original"), peer.Get("copy"))));
        Assert.NotEqual(cluster.First.Fate(original)?.RemadeAs is null, cluster.First.Fate(forked)?.RemadeAs is null);
    }

    /// <summary>The two that hold a history each are not its bearer, and nothing of either is committed.</summary>
    [Fact]
    public void Bystanders_that_hold_different_histories_agree_without_the_primary()
    {
        (Peer b, Peer c, Peer d) = (
            cluster.Join(cluster.First), cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Disk copied = b.Disk.Copy();
        WriteId original = b.Put("original", "1");
        cluster.Exchange(b, c);
        WriteId forked = WriteAfterRestore(b, copied, "copy", "2");
        cluster.Exchange(b, d);
        for (int round = 0; round < 3; round++)
        {
            cluster.Exchange(c, d);
        }

        Assert.Equal(c.Status().DocumentsHash, d.Status().DocumentsHash);
        Assert.Equal(("1", "2"), (c.Get("original"), c.Get("copy")));
        Assert.NotNull(c.Fate(original));
        Assert.Equal(d.Id, c.Fate(forked)?.RemadeAs?.Origin);
        Assert.Equal(c.Status().Known, d.Status().Known);
    }

    /// <summary>What is committed stays, also where it was accepted later than what gives way to it.</summary>
    [Fact]
    public void A_committed_history_prevails_over_an_earlier_tentative_one()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Disk copied = b.Disk.Copy();
        WriteId early = b.Put("early", "1");
        cluster.Exchange(b, c);
        WriteId late = WriteAfterRestore(b, copied, "late", "2");
        cluster.Exchange(b, cluster.First);
        cluster.Settle();
        AssertEqualAndCommitted();
        Assert.Equal(("1", "2"), (b.Get("early"), b.Get("late")));
        Assert.Null(b.Fate(late)?.RemadeAs);
        Assert.NotNull(b.Fate(early)?.RemadeAs);
    }

    /// <summary>
    /// Both the holder of a forked write and its bearer make it again; the second one repeats the first.
    /// </summary>
    [Fact]
    public void A_write_that_is_made_again_twice_takes_effect_once()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Disk backup = b.Disk.Copy();
        b.Put("forgotten", "1");
        cluster.Exchange(b, cluster.First);
        WriteId forked = WriteAfterRestore(b, backup, "k", "forked");
        cluster.Exchange(b, c);
        cluster.Exchange(c, cluster.First);
        cluster.Exchange(c, cluster.First);
        cluster.Exchange(c, cluster.First);
        cluster.First.Put("k", "after");
        cluster.Settle();
        AssertEqualAndCommitted();
        Assert.Equal("after", b.Get("k"));
        Assert.Single(b.Log(), entry => entry.Write.Original?.Id == forked && entry.Outcome == Outcome.Applied);
    }

    [Fact]
    public void The_idempotency_key_of_a_write_that_is_made_again_is_kept()
    {
        Peer b = Restored();
        SubmitWrite request = new(new(1_000_001), [Peer.PutOf("k", "1")], null) { RequestKey = "retry"u8.ToArray() };
        b.Step(request);
        cluster.Settle();
        WriteAccepted again = cluster.First.Ask<WriteAccepted>(id => request with { Id = id });
        Assert.Equal(b.Id, again.Fate.Write.Origin);
        AssertEqualAndCommitted();
    }

    /// <summary>A session remembers an id that leads to another history; what it wrote is there all the same.</summary>
    [Fact]
    public void A_session_that_wrote_a_forked_write_reads_it_where_it_was_made_again()
    {
        Peer b = Restored();
        var session = b.Write(new(), Peer.PutOf("k", "mine")).Session!;
        cluster.Settle();
        Assert.Equal("mine", Peer.TextOf(cluster.First.Read("k", session).Document));
    }

    /// <summary>
    /// Its numbers were given twice. A take-over says which ones count, and what it accepted meanwhile is made again.
    /// </summary>
    [Fact]
    public void A_primary_restored_while_it_was_cut_off_loses_nothing_once_another_one_takes_over()
    {
        (Peer a, Peer b, Peer c) = (cluster.First, cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Disk backup = a.Disk.Copy();
        WriteId forgotten = a.Put("forgotten", "1");
        cluster.Exchange(a, b);
        a.Restore(backup);
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId forked = a.Put("forked", "2");
        WriteId second = a.Put("second", "3");
        b.Ask<WriteAccepted>(id => new TakeOverPrimary(id, b.Status().Primary));
        cluster.Settle();
        AssertEqualAndCommitted();
        Assert.All(cluster.Peers, peer => Assert.Equal(
            ("1", "2", "3"), (peer.Get("forgotten"), peer.Get("forked"), peer.Get("second"))));
        Assert.Null(a.Fate(forgotten)?.RemadeAs);
        Assert.All([forked, second], write => Assert.Equal(a.Id, c.Fate(write)?.RemadeAs?.Origin));
    }

    /// <summary>
    /// The creator was restored to before the creation: the created replica has an id that its creator may give again.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_replica_whose_creator_forgot_it_goes_on_under_an_id_that_exists(bool creatorMeetsFirst)
    {
        (Peer b, Peer d) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Disk backup = b.Disk.Copy();
        Peer c = cluster.Join(b);
        cluster.Exchange(b, d);
        c.Put("orphan", "1");
        cluster.Exchange(c, d);
        WriteAfterRestore(b, backup, "creator", "2");
        cluster.Exchange(creatorMeetsFirst ? b : d, cluster.First);
        cluster.Settle();
        Assert.Equal(
            creatorMeetsFirst, c.Events.Any(news => news is Alarm { Rejection.Code: RejectionCode.IdentityClash }));
        AssertEqualAndCommitted();
        Assert.All(cluster.Peers, peer => Assert.Equal(("1", "2"), (peer.Get("orphan"), peer.Get("creator"))));
        c.Put("later", "3");
        cluster.Settle();
        Assert.Equal("3", d.Get("later"));
    }

    /// <summary>
    /// I23: its creator accepted something else at the very stamp of the creation, which is the one that counts.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_replica_was_never_created_whose_creator_wrote_something_else_at_that_stamp(bool creatorComesFirst)
    {
        (Peer b, Peer d) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Disk backup = b.Disk.Copy();
        Peer c = cluster.Join(b);
        ReplicaId orphan = c.Id;
        c.Put("orphan", "1");
        b.Restore(backup);
        WriteId other = b.Put("same-stamp", "2");
        Assert.Equal(orphan, b.Id.Child(other.Stamp));
        cluster.Exchange(creatorComesFirst ? b : c, d);
        cluster.Exchange(creatorComesFirst ? c : b, d);
        cluster.Settle();
        Assert.NotEqual(orphan, c.Id);
        foreach (Peer peer in cluster.Peers)
        {
            peer.Crash();
        }

        AssertEqualAndCommitted();
        Assert.Equal(("1", "2"), (d.Get("orphan"), d.Get("same-stamp")));
    }

    /// <summary>What a take-over follows is taken whoever accepted it, and the take-over never comes.</summary>
    [Fact]
    public void What_a_replica_accepted_that_was_never_created_leaves_with_the_link_that_brought_it_for_a_take_over()
    {
        Cluster small = new(new ReplicaOptions { BatchBytes = 1024 });
        Peer a = small.First;
        Disk backup = a.Disk.Copy();
        Peer c = small.Join(a);
        string content = new('x', 2_000);
        WriteId cause = c.Put("orphan", content);
        c.Ask<WriteAccepted>(id => new TakeOverPrimary(id, a.Id));
        a.Restore(backup);
        small.Pass(TimeSpan.FromSeconds(1));
        Peer b = small.Join(a);

        Link link = small.Connect(b, c);
        link.DeliverToListener();
        link.DeliverToDialer();
        small.Exchange(b, a);
        link.DeliverToDialer();
        Assert.Contains(b.Log(), entry => entry.Write.Id == cause);
        link.Close();
        Assert.DoesNotContain(b.Log(), entry => entry.Write.Id == cause);
        Assert.Equal(content, b.Get("orphan"));
    }

    /// <summary>I23: two bearers of one id created one each at the same stamp, and both write.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_replica_was_never_created_whose_creator_created_another_one_at_that_stamp(bool otherComesFirst)
    {
        (Peer b, Peer d) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Disk backup = b.Disk.Copy();
        Peer c = cluster.Join(b);
        c.Put("one", "1");
        b.Restore(backup);
        Peer other = cluster.Join(b, level: 1);
        other.Put("other", "2");
        Assert.Equal(c.Id, other.Id);
        cluster.Exchange(otherComesFirst ? other : c, d);
        cluster.Exchange(b, cluster.First);
        cluster.Exchange(cluster.First, d);
        cluster.Settle();
        Assert.NotEqual(c.Id, other.Id);
        AssertEqualAndCommitted();
        Assert.Equal(("1", "2"), (d.Get("one"), d.Get("other")));
    }

    /// <summary>
    /// What its peer would not take has to be made again before it leaves, or it would leave with it.
    /// </summary>
    [Fact]
    public void A_replica_that_holds_a_history_that_gave_way_does_not_leave_with_it()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Disk copied = b.Disk.Copy();
        b.Put("original", "1");
        cluster.Exchange(b, cluster.First);
        WriteAfterRestore(b, copied, "copy", "2");
        cluster.Exchange(b, c);
        cluster.Retire(c, cluster.First);
        Assert.False(c.HasLeft);
        cluster.Settle();
        cluster.Retire(c, cluster.First);
        Assert.True(c.HasLeft);
        Assert.Equal(("1", "2"), (cluster.First.Get("original"), cluster.First.Get("copy")));
    }

    /// <summary>Its journal says both that the write left the log and that it was made again.</summary>
    [Fact]
    public void What_was_made_again_before_a_restart_does_not_keep_a_retiring_replica_from_leaving()
    {
        Peer b = Restored();
        b.Put("forked", "2");
        cluster.Settle();
        Link link = cluster.Connect(b, cluster.First, LinkPurpose.RetirementHandover);
        link.DeliverToListener();
        link.DeliverToDialer();
        b.Crash();
        Assert.Equal(Standing.Retiring, b.Replica.Standing);
        ReplicaId leaving = b.Id;
        cluster.Retire(b, cluster.First);
        Assert.Equal((true, leaving), (b.HasLeft, b.Id));
    }

    /// <summary>The records of one turn reach the disk one after another.</summary>
    [Fact]
    public void A_crash_at_any_record_of_a_withdrawal_leaves_a_journal_that_opens_and_heals()
    {
        for (int kept = 0; kept < 6; kept++)
        {
            Cluster fresh = new();
            Peer b = fresh.Join(fresh.First);
            Disk backup = b.Disk.Copy();
            b.Put("forgotten", "1");
            fresh.Exchange(b, fresh.First);
            b.Restore(backup);
            fresh.Pass(TimeSpan.FromSeconds(1));
            b.Put("forked", "2");
            fresh.Exchange(b, fresh.First);
            b.Step(new IdentityGranted(Assert.IsType<JoinReply>(fresh.AskToJoin(fresh.First)).Identity));
            Link link = fresh.Connect(b, fresh.First);
            link.DeliverToListener();
            link.DeliverToDialer();
            link.CrashDialer(kept);
            for (int round = 0; round < 4; round++)
            {
                fresh.Exchange(b, fresh.First);
            }

            Assert.Equal(("1", "2"), (fresh.First.Get("forgotten"), fresh.First.Get("forked")));
            Assert.Equal(fresh.First.Status().Hash, b.Status().Hash);
        }
    }

    /// <summary>A replica that was restored from a copy from before a write that another one has committed.</summary>
    private Peer Restored()
    {
        Peer peer = cluster.Join(cluster.First);
        Disk backup = peer.Disk.Copy();
        peer.Put("forgotten", "1");
        cluster.Exchange(peer, cluster.First);
        peer.Restore(backup);
        cluster.Pass(TimeSpan.FromSeconds(1));
        return peer;
    }

    private WriteId WriteAfterRestore(Peer peer, Disk backup, string key, string value)
    {
        peer.Restore(backup);
        cluster.Pass(TimeSpan.FromSeconds(1));
        return peer.Put(key, value);
    }

    private void AssertEqualAndCommitted()
    {
        ReplicaStatus expected = cluster.First.Status();
        Assert.All(cluster.Peers, peer =>
        {
            ReplicaStatus status = peer.Status();
            Assert.Equal(
                (expected.CommitNumber, expected.Hash, 0L), (status.CommitNumber, status.Hash, status.TentativeCount));
            Assert.Equal(expected.DocumentsHash, status.DocumentsHash);
            Assert.Equal(expected.Known, status.Known);
        });
    }
}
