using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Paper.FlexibleUpdatePropagation;

/// <summary>
/// Petersen et al. (SOSP 1997), section 4: replicas come and go by writes. Oxbow departs in two ways: a new replica may
/// serve before it holds its own creation write, and the entry of the base replica, which nobody created, is never
/// dropped but stands for "everything" once it has retired.
/// </summary>
public sealed class MembershipTests
{
    private readonly Cluster cluster = new();

    /// <summary>Section 4.1: a replica's id is the accept stamp of its creation write and its creator's id, recursively.</summary>
    [Fact]
    public void An_id_is_the_creation_stamp_and_the_creators_id()
    {
        Peer b = cluster.Join(cluster.First);
        Peer c = cluster.Join(b);
        Assert.Equal((ReplicaId.Base, b.Id), (b.Id.Creator(), c.Id.Creator()));
        Assert.Equal(2, c.Id.Depth);
        Write creation = b.Log().Single(entry => entry.Write.Kind == WriteKind.Creation).Write;
        Assert.Equal(creation.Id.Origin.Child(creation.Id.Stamp), c.Id);
    }

    /// <summary>Section 4.1: the creation is a write like any other, spreads by anti-entropy and takes a commit number.</summary>
    [Fact]
    public void A_creation_is_ordered_and_committed_like_any_write()
    {
        Peer b = cluster.Join(cluster.First);
        cluster.Join(b);
        Assert.False(b.Log()[^1].CommitNumber.IsGiven);
        cluster.Exchange(b, cluster.First);
        Assert.Equal(new CommitNumber(2), b.Log()[^1].CommitNumber);
        Assert.True(cluster.First.Status().Known[cluster["C"].Id].IsGiven);
    }

    /// <summary>Section 4.1: the new replica's first stamp is larger than that of its creation.</summary>
    [Fact]
    public void A_replica_writes_only_after_its_creation()
    {
        cluster.First.ClockError = TimeSpan.FromMinutes(10);
        Peer b = cluster.Join(cluster.First);
        Assert.True(b.Put("k", "1").Stamp > b.Id.Created);
    }

    [Fact]
    public void A_replica_may_serve_and_exchange_before_it_holds_its_own_creation()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        b.Put("k", "1");
        cluster.Exchange(b, c);
        Assert.Equal("1", c.Get("k"));
        Assert.DoesNotContain(c.Log(), entry => entry.Write.Kind == WriteKind.Creation);
        cluster.ExchangeAll();
        Assert.Equal("1", cluster.First.Get("k"));
    }

    [Fact]
    public void A_replica_64_creations_deep_creates_nobody()
    {
        Peer last = cluster.First;
        for (int depth = 0; depth < ReplicaId.MaximumDepth; depth++)
        {
            last = cluster.Join(last);
        }

        Assert.Equal(RejectionCode.TooMany, Assert.IsType<Refusal>(cluster.AskToJoin(last)).Rejection.Code);
        last.Put("k", "1");
        cluster.Exchange(last, cluster.First);
        Assert.Equal("1", cluster.First.Get("k"));
    }

    /// <summary>Section 4.2: after a retirement no vector has an entry for the replica.</summary>
    [Fact]
    public void A_retired_replica_leaves_the_vectors()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        b.Put("k", "1");
        cluster.Retire(b, c);
        cluster.Exchange(c, cluster.First);
        Assert.All([cluster.First, c], peer => Assert.False(peer.Status().Known[b.Id].IsGiven));
        Assert.All([cluster.First, c], peer => Assert.Equal("1", peer.Get("k")));
    }

    /// <summary>
    /// Section 4.3: an absent entry means "retired" when the creation is covered and "never heard of" when it is not.
    /// The one who was told of the retirement sends nothing of that replica again to one who knows of it, and all to
    /// one who does not.
    /// </summary>
    [Fact]
    public void A_third_replica_that_has_not_heard_of_the_retirement_learns_of_it()
    {
        (Peer b, Peer c, Peer d) = (cluster.Join(cluster.First), cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        b.Put("k", "1");
        cluster.Exchange(b, d);
        b.Put("k", "2");
        cluster.Retire(b, c);
        Assert.True(d.Status().Known[b.Id].IsGiven);
        cluster.Exchange(d, c);
        Assert.False(d.Status().Known[b.Id].IsGiven);
        Assert.Equal("2", d.Get("k"));
        Assert.Equal(VectorOrder.Equal, c.Status().Known.CompareWith(d.Status().Known));
    }

    [Fact]
    public void A_replica_that_never_heard_of_another_gets_its_whole_life_at_once()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        Peer newborn = cluster.Join(c);
        b.Put("k", "1");
        cluster.Retire(b, cluster.First);
        cluster.Exchange(newborn, cluster.First);
        Assert.Equal("1", newborn.Get("k"));
        Assert.False(newborn.Status().Known[b.Id].IsGiven);
    }

    /// <summary>
    /// Section 4.3, the recursive rule: the retired one was created by one that has retired as well, and the third
    /// replica knows neither. Until a retired replica's creation is known, its entry stands for "everything".
    /// </summary>
    [Fact]
    public void The_retirement_may_be_known_before_the_creation()
    {
        Peer b = cluster.Join(cluster.First);
        Peer c = cluster.Join(b);
        Peer d = cluster.Join(cluster.First);
        c.Put("k", "1");
        cluster.Retire(c, d);
        Assert.Equal(AcceptStamp.Maximum, d.Status().Known[c.Id]);
        cluster.Retire(b, d);
        Assert.False(d.Status().Known[c.Id].IsGiven);
        cluster.ExchangeAll();
        Assert.Equal("1", cluster.First.Get("k"));
        Assert.Equal(VectorOrder.Equal, d.Status().Known.CompareWith(cluster.First.Status().Known));
    }

    /// <summary>Oxbow: a retiring primary hands its office to the peer that it tells, as the last thing it commits.</summary>
    [Fact]
    public void A_retiring_primary_hands_over_to_the_peer_it_tells()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        WriteId write = b.Put("k", "1");
        cluster.Retire(cluster.First, b);
        Assert.True(b.Status().IsPrimary);
        Assert.Equal(0, b.Status().TentativeCount);
        Assert.True(b.Fate(write)?.CommitNumber.IsGiven);
        cluster.Exchange(c, b);
        Assert.Equal(b.Id, c.Status().Primary);
        Assert.Equal(AcceptStamp.Maximum, c.Status().Known[ReplicaId.Base]);
    }
}
