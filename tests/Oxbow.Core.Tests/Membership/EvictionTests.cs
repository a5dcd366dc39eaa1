using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Membership;

/// <summary>
/// A replica that is lost is ended on its behalf; if it comes back, nothing that it accepted is lost.
/// </summary>
public sealed class EvictionTests
{
    private readonly Cluster cluster = new();
    private readonly Peer a;
    private readonly Peer b;
    private readonly Peer c;

    public EvictionTests()
    {
        a = cluster.First;
        b = cluster.Join(a);
        c = cluster.Join(a);
        b.Put("b", "committed");
        cluster.ExchangeAll();
        cluster.Pass(TimeSpan.FromSeconds(1));
    }

    /// <summary>Its creator, restored from a copy, gives the id a second time.</summary>
    [Fact]
    public void An_id_that_was_evicted_before_its_bearer_wrote_is_not_taken_again()
    {
        Peer never = cluster.Join(a);
        Peer restored = cluster.Join(a);
        cluster.ExchangeAll();
        Disk backup = restored.Disk.Copy();
        restored.Put("k", "1");
        cluster.Exchange(restored, a);
        a.Ask<WriteAccepted>(id => new EvictReplica(id, never.Id));
        restored.Restore(backup);
        cluster.Exchange(restored, a);
        cluster.Exchange(restored, a);
        Assert.Equal(Standing.Quarantined, restored.Replica.Standing);
        restored.Step(new IdentityGranted(never.Replica.Identity));
        Assert.Equal(Standing.Quarantined, restored.Replica.Standing);
        Assert.Contains(restored.Events, news => news is Alarm { Rejection.Code: RejectionCode.Invalid });
    }

    /// <summary>The writes between are nowhere but at their origin, which is gone.</summary>
    [Fact]
    public void A_replica_that_descends_from_an_evicted_one_by_creations_that_it_does_not_hold_goes_on_under_another_id()
    {
        Peer created = cluster.Join(b);
        Peer between = cluster.Join(created);
        Peer last = cluster.Join(between);
        ReplicaId lost = last.Id;
        WriteId put = last.Put("k", "kept");
        cluster.Exchange(last, created);
        a.Ask<WriteAccepted>(id => new EvictReplica(id, b.Id));
        for (int round = 0; round < 3; round++)
        {
            cluster.Exchange(last, a);
            if (last.Replica.Standing == Standing.Quarantined)
            {
                last.Step(new IdentityGranted(Assert.IsType<JoinReply>(cluster.AskToJoin(a)).Identity));
            }
        }

        Assert.NotEqual(lost, last.Id);
        Assert.Equal(("kept", last.Id), (a.Get("k", ReadView.Committed), a.Fate(put)?.RemadeAs?.Origin));
        Assert.Equal(a.Status().Known, last.Status().Known);
    }

    [Fact]
    public void An_evicted_replica_is_no_longer_among_those_that_are_known()
    {
        WriteFate eviction = Evict(a, b);
        Assert.Equal((true, Outcome.Applied), (eviction.CommitNumber.IsGiven, eviction.Outcome));
        cluster.Exchange(a, c);
        Assert.All([a, c], peer => Assert.DoesNotContain(peer.Status().Replicas, known => known.Replica == b.Id));
        Assert.Equal("committed", c.Get("b"));
    }

    [Fact]
    public void An_eviction_takes_effect_where_it_is_committed()
    {
        WriteFate eviction = Evict(c, b);
        Assert.False(eviction.CommitNumber.IsGiven);
        Assert.Contains(c.Status().Replicas, known => known.Replica == b.Id);
        WriteId inTime = b.Put("late", "1");
        cluster.Exchange(b, a);
        cluster.Exchange(c, a);
        Assert.DoesNotContain(c.Status().Replicas, known => known.Replica == b.Id);
        Assert.True(c.Fate(inTime) is { RemadeAs: null, Outcome: Outcome.Applied });
    }

    /// <summary>Lost work is the reason why nobody evicts replicas in other systems.</summary>
    [Fact]
    public void What_an_evicted_replica_had_not_sent_is_made_again_when_it_comes_back()
    {
        WriteId unsent = b.Put("unsent", "1");
        ReplicaId evicted = b.Id;
        Evict(a, b);
        WriteId alsoUnsent = b.Put("also", "2");
        cluster.Settle();
        Assert.Equal(Standing.Active, b.Replica.Standing);
        Assert.NotEqual(evicted, b.Id);
        AssertEqualAndCommitted();
        Assert.Equal(("1", "2"), (a.Get("unsent"), c.Get("also")));
        Assert.All([unsent, alsoUnsent], write => Assert.Equal(b.Id, a.Fate(write)?.RemadeAs?.Origin));
        Assert.Contains(b.Events, news => news is Alarm { Rejection.Code: RejectionCode.Evicted });
    }

    [Fact]
    public void Who_holds_what_an_evicted_replica_had_sent_makes_it_again()
    {
        WriteId known = b.Put("known", "1");
        cluster.Exchange(b, c);
        Evict(a, b);
        cluster.Exchange(c, a);
        cluster.Exchange(c, a);
        Assert.Equal("1", a.Get("known", State.ReadView.Committed));
        Assert.Equal(c.Id, a.Fate(known)?.RemadeAs?.Origin);
        cluster.Settle();
        AssertEqualAndCommitted();
        Assert.Single(b.Log(), entry => entry.Write.Original?.Id == known && entry.Outcome == Outcome.Applied);
    }

    /// <summary>The primary takes in the eviction and a later write of the evicted one in one batch.</summary>
    [Fact]
    public void A_primary_does_not_commit_what_stands_behind_an_eviction()
    {
        Evict(c, b);
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId late = b.Put("late", "1");
        cluster.Exchange(b, c);
        WriteId other = c.Put("other", "2");
        cluster.Exchange(c, a);
        Assert.NotEqual(b.Id, a.Fate(late)?.RemadeAs?.Origin ?? b.Id);
        Assert.True(a.Fate(other)?.CommitNumber.IsGiven);
        Assert.DoesNotContain(a.Log(), entry => entry.Write.Id == late);
        Assert.Equal("1", a.Get("late"));
        cluster.Settle();
        AssertEqualAndCommitted();
    }

    [Fact]
    public void A_late_write_of_an_evicted_replica_is_taken_by_nobody()
    {
        b.Put("late", "1");
        Evict(a, b);
        cluster.Exchange(a, c);
        cluster.Connect(b, c, LinkPurpose.Mail);
        WriteId late = b.Put("later", "2");
        Assert.All([a, c], peer => Assert.DoesNotContain(peer.Log(), entry => entry.Write.Id == late));
        cluster.Settle();
        AssertEqualAndCommitted();
    }

    [Fact]
    public void A_restart_at_any_record_of_an_eviction_leaves_a_journal_that_opens_and_loses_nothing()
    {
        for (int kept = 0; kept < 8; kept++)
        {
            Cluster own = new();
            (Peer primary, Peer lost, Peer bystander) = (own.First, own.Join(own.First), own.Join(own.First));
            own.ExchangeAll();
            own.Pass(TimeSpan.FromSeconds(1));
            lost.Put("k", "1");
            own.Exchange(lost, bystander);
            primary.Ask<WriteAccepted>(id => new EvictReplica(id, lost.Id));
            Link link = own.Connect(bystander, primary);
            link.DeliverToListener();
            link.DeliverToDialer();
            link.CrashDialer(kept);
            bystander.Crash();
            own.Settle();
            Assert.All(own.Peers, peer => Assert.Equal("1", peer.Get("k")));
        }
    }

    /// <summary>
    /// What it created since is as unknown as what it wrote: the created replica goes on under an id that exists.
    /// </summary>
    [Fact]
    public void A_replica_that_an_evicted_one_created_and_nobody_had_heard_of_goes_on_under_another_id()
    {
        Peer d = cluster.Join(b);
        ReplicaId orphan = d.Id;
        WriteId accepted = d.Put("d", "1");
        Evict(a, b);
        cluster.Settle();
        Assert.NotEqual(orphan, d.Id);
        Assert.Equal(Standing.Active, d.Replica.Standing);
        AssertEqualAndCommitted();
        Assert.Equal("1", a.Get("d"));
        Assert.Equal(d.Id, a.Fate(accepted)?.RemadeAs?.Origin);
    }

    /// <summary>
    /// Nobody but the new primary holds its writes yet, and would take them, by whatever number they have.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_becomes_the_primary_where_it_learns_of_an_eviction_does_not_commit_what_the_evicted_one_created(
        bool takesOver)
    {
        Peer d = cluster.Join(b);
        WriteId accepted = d.Put("d", "1");
        cluster.Exchange(d, c);
        Evict(a, b);
        if (takesOver)
        {
            Link link = cluster.Connect(a, c);
            link.DeliverToListener();
            link.DeliverToDialer();
            link.DeliverInOneTurn(toListener: true, atMost: 1, new TakeOverPrimary(new(1_000_000), a.Id));
        }
        else
        {
            a.Ask<WriteAccepted>(id => new MovePrimary(id, c.Id));
            cluster.Exchange(a, c);
        }

        Assert.Equal(c.Id, c.Status().Primary);
        Assert.DoesNotContain(c.Log(), entry => entry.Write.Id == accepted);
        Assert.Equal("1", c.Get("d", ReadView.Committed));
        cluster.Settle();
        AssertEqualAndCommitted();
        Assert.All(cluster.Peers, peer => Assert.DoesNotContain(peer.Events, news => news is Alarm { Rejection.Code: RejectionCode.Hole or RejectionCode.Diverged }));
    }

    [Fact]
    public void A_replica_that_is_retiring_when_it_is_evicted_loses_nothing()
    {
        b.Put("k", "1");
        Evict(a, b);
        cluster.Exchange(a, c);
        cluster.Retire(b, c);
        Assert.False(b.HasLeft);
        cluster.Settle();
        Assert.All([a, c], peer => Assert.Equal("1", peer.Get("k")));
        AssertEqualAndCommitted();
    }

    /// <summary>
    /// After a restart it is read again what left the log; what was made again since needs no new id.
    /// </summary>
    [Fact]
    public void A_replica_that_made_everything_again_retires_under_its_id_also_after_a_restart()
    {
        b.Put("k", "1");
        cluster.Exchange(b, c);
        Evict(a, b);
        cluster.Exchange(c, a);
        cluster.Exchange(c, a);
        ReplicaId own = c.Id;
        Link link = cluster.Connect(c, a, LinkPurpose.RetirementHandover);
        link.DeliverToListener();
        link.DeliverToDialer();
        Assert.Equal(Standing.Retiring, c.Replica.Standing);
        c.Crash();
        Assert.Equal((Standing.Retiring, own), (c.Replica.Standing, c.Id));
    }

    /// <summary>Nothing that travels shows it before: a session is served where the write was made again.</summary>
    [Fact]
    public void A_session_that_wrote_at_an_evicted_replica_waits_until_its_write_is_made_again()
    {
        var session = b.Write(new(), Peer.PutOf("k", "mine")).Session!;
        Evict(a, b);
        Assert.Equal(RejectionCode.SessionNotSatisfied, a.ReadRefused("k", session).Rejection.Code);
        cluster.Settle();
        Assert.Equal("mine", Peer.TextOf(a.Read("k", session).Document));
    }

    [Fact]
    public void An_eviction_that_falls_back_with_an_epoch_ends_the_replica_where_it_is_committed_anew()
    {
        Evict(a, b);
        c.Ask<WriteAccepted>(id => new TakeOverPrimary(id, a.Id));
        WriteId inTime = b.Put("in-time", "1");
        cluster.Exchange(b, c);
        Assert.True(c.Fate(inTime)?.CommitNumber.IsGiven);
        cluster.Settle();
        AssertEqualAndCommitted();
        Assert.Null(a.Fate(inTime)?.RemadeAs);
        Assert.Equal(Outcome.Applied, a.Log().Single(entry => entry.Write.Kind == WriteKind.Eviction).Outcome);
    }

    [Fact]
    public void A_format_level_is_raised_past_a_replica_that_was_evicted()
    {
        foreach (Peer peer in new[] { a, c })
        {
            peer.Upgrade(2);
        }

        cluster.Exchange(a, c);
        Assert.Equal(RejectionCode.LevelNotSupported, a.Ask<Rejected>(id => new RaiseLevel(id, 2)).Rejection.Code);
        Evict(a, b);
        Assert.Equal(Outcome.Applied, a.Ask<LevelRaised>(id => new RaiseLevel(id, 2)).Fate.Outcome);
    }

    [Fact]
    public void Nobody_evicts_itself_the_primary_one_that_has_left_or_one_that_nobody_knows()
    {
        Assert.Equal(RejectionCode.Invalid, Refused(a, a.Id));
        Assert.Equal(RejectionCode.Invalid, Refused(c, c.Id));
        Assert.Equal(RejectionCode.NotPrimary, Refused(c, a.Id));
        Assert.Equal(RejectionCode.Invalid, Refused(a, ReplicaId.Base.Child(new(1))));
        Evict(a, b);
        Assert.Equal(RejectionCode.Invalid, Refused(a, b.Id));
        cluster.Retire(c, a);
        Assert.Equal(RejectionCode.Invalid, Refused(a, c.Id));
    }

    /// <summary>I20: with its creator it would lose its own id, and nobody would be left to grant another.</summary>
    [Fact]
    public void A_primary_whose_creation_is_not_committed_evicts_nobody_though_it_has_said_who_it_is()
    {
        Peer d = cluster.Join(a);
        d.Step(new Announce(d.Description));
        d.Ask<WriteAccepted>(id => new TakeOverPrimary(id, a.Id));
        Assert.Equal(d.Id, d.Status().Primary);
        Assert.Equal(RejectionCode.NotPrimary, Refused(d, a.Id));
        Assert.Equal(Standing.Active, d.Replica.Standing);
    }

    /// <summary>I20: its creation is among the commits, so it stands, whoever of those before it does not.</summary>
    [Fact]
    public void A_primary_whose_creation_is_committed_stays_when_the_creator_of_its_creator_is_evicted()
    {
        Cluster line = new();
        Peer first = line.First;
        Peer middle = line.Join(first);
        Peer last = line.Join(middle);
        ReplicaId orphan = middle.Id;
        line.Exchange(last, middle);
        last.Ask<WriteAccepted>(id => new TakeOverPrimary(id, first.Id));
        ReplicaId primary = last.Id;
        first.Put("k", "1");
        middle.Put("l", "2");
        Assert.Equal(Outcome.Applied, Evict(last, first).Outcome);
        Assert.Equal(Standing.Active, last.Replica.Standing);
        line.Settle();
        Assert.All(line.Peers, peer => Assert.Equal(("1", "2"), (peer.Get("k", ReadView.Committed), peer.Get("l", ReadView.Committed))));
        Assert.All(line.Peers, peer => Assert.Equal((Standing.Active, primary), (peer.Replica.Standing, peer.Status().Primary)));
        Assert.NotEqual(orphan, middle.Id);
    }

    /// <summary>I20: nobody else could commit, and the heir could not either.</summary>
    [Fact]
    public void A_primary_hands_its_commits_to_nobody_who_was_evicted()
    {
        Evict(a, b);
        Assert.Equal(RejectionCode.Invalid, a.Ask<Rejected>(id => new MovePrimary(id, b.Id)).Rejection.Code);
        cluster.Retire(a, b);
        Assert.Equal((Standing.Active, a.Id), (a.Replica.Standing, a.Status().Primary));
        Peer d = cluster.Join(b);
        cluster.Retire(a, d);
        Assert.Equal((Standing.Active, a.Id), (a.Replica.Standing, a.Status().Primary));
    }

    /// <summary>The rules of the door hold at the commit, too, where others may have come first.</summary>
    [Fact]
    public void An_eviction_of_who_has_become_the_primary_or_has_left_changes_nothing()
    {
        WriteFate first = Evict(c, b);
        WriteFate second = Evict(c, b);
        a.Ask<WriteAccepted>(id => new MovePrimary(id, b.Id));
        cluster.Exchange(a, b);
        cluster.Exchange(c, b);
        Assert.All([first, second], write => Assert.Equal(Outcome.Conflicted, b.Fate(write.Write)?.Outcome));
        Assert.Equal(Standing.Active, b.Replica.Standing);
        Assert.Equal(b.Id, b.Status().Primary);
    }

    private static WriteFate Evict(Peer asked, Peer evicted) =>
        asked.Ask<WriteAccepted>(id => new EvictReplica(id, evicted.Id)).Fate;

    private static RejectionCode Refused(Peer asked, ReplicaId evicted) =>
        asked.Ask<Rejected>(id => new EvictReplica(id, evicted)).Rejection.Code;

    private void AssertEqualAndCommitted()
    {
        ReplicaStatus expected = a.Status();
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
