using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Paper.ManagingUpdateConflicts;

/// <summary>
/// Terry et al., "Managing Update Conflicts in Bayou, a Weakly Connected Replicated Storage System" (SOSP 1995),
/// sections 5 and 6.
/// </summary>
public sealed class TentativeAndCommittedTests
{
    private readonly Cluster cluster = new();

    /// <summary>Section 5.1: clients can read tentative data and are told which is which.</summary>
    [Fact]
    public void A_tentative_write_shows_in_the_latest_view_only()
    {
        Peer b = cluster.Join(cluster.First);
        cluster.First.Put("k", "old");
        cluster.Exchange(b, cluster.First);
        b.Put("k", "new");
        Assert.Equal(("new", "old"), (b.Get("k"), b.Get("k", ReadView.Committed)));
        Assert.False(b.Read("k", null).Document!.CommitNumber.IsGiven);
        cluster.Exchange(b, cluster.First);
        Assert.Equal("new", b.Get("k", ReadView.Committed));
        Assert.True(b.Read("k", null).Document!.CommitNumber.IsGiven);
    }

    [Fact]
    public void A_tentative_deletion_hides_a_document_in_the_latest_view_only()
    {
        Peer b = cluster.Join(cluster.First);
        cluster.First.Put("k", "1");
        cluster.Exchange(b, cluster.First);
        b.Delete("k");
        Assert.Null(b.Get("k"));
        Assert.Equal("1", b.Get("k", ReadView.Committed));
        Assert.Empty(b.Scan(ReadView.Latest));
        Assert.Single(b.Scan(ReadView.Committed));
        cluster.Exchange(b, cluster.First);
        Assert.Empty(b.Scan(ReadView.Committed));
    }

    /// <summary>Section 5.2: a new earlier write makes the later ones roll back and be run again in the new order.</summary>
    [Fact]
    public void An_earlier_write_that_arrives_late_goes_below_the_later_ones()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        WriteId early = c.Put("k", "early");
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId late = b.Put("k", "late");
        cluster.Exchange(c, b);
        Assert.Equal("late", b.Get("k"));
        Assert.Equal([early, late], b.Log().Select(entry => entry.Write.Id));
    }

    /// <summary>Section 6: commits may reorder what was tentative; the state is that of the new order.</summary>
    [Fact]
    public void The_primary_may_commit_in_another_order_than_the_tentative_one()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        WriteId early = b.Put("k", "early");
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId late = c.Put("k", "late");
        Link oneWay = cluster.Connect(c, b);
        oneWay.DeliverToDialer();
        oneWay.DeliverToListener();
        oneWay.DeliverToListener();
        oneWay.Close();
        Assert.Equal("late", b.Get("k"));

        cluster.Exchange(c, cluster.First);
        cluster.Exchange(b, cluster.First);
        Assert.Equal(("early", "early"), (b.Get("k"), b.Get("k", ReadView.Committed)));
        Assert.True(b.Fate(late)?.CommitNumber < b.Fate(early)?.CommitNumber);
    }

    [Fact]
    public void A_write_at_an_isolated_primary_precedes_earlier_ones_made_elsewhere()
    {
        Peer b = cluster.Join(cluster.First);
        WriteId elsewhere = b.Put("k", "elsewhere");
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId primary = cluster.First.Put("k", "primary");
        cluster.ExchangeAll();
        Assert.All(cluster.Peers, peer => Assert.Equal("elsewhere", peer.Get("k")));
        Assert.All(cluster.Peers, peer => Assert.True(peer.Fate(primary)?.CommitNumber < peer.Fate(elsewhere)?.CommitNumber));
    }

    /// <summary>Section 6: the primary's own writes are committed at acceptance, also when it is alone.</summary>
    [Fact]
    public void The_primary_commits_what_it_accepts_at_once()
    {
        Assert.Equal(1, cluster.First.Write(null, Peer.PutOf("k", "1")).Fate.CommitNumber.Value);
        Assert.Equal("1", cluster.First.Get("k", ReadView.Committed));
    }

    /// <summary>The fate of a write is known where it is held: its outcome at once, its commit number once it is heard of.</summary>
    [Fact]
    public void The_fate_of_a_write_is_told_where_it_is_held()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        WriteId write = b.Put("k", "1");
        Assert.Null(c.Fate(write));
        cluster.Exchange(b, c);
        Assert.Equal(new WriteFate(write, CommitNumber.None, Outcome.Applied), c.Fate(write));
        cluster.Exchange(c, cluster.First);
        Assert.Equal(new WriteFate(write, new(3), Outcome.Applied), c.Fate(write));
    }

    /// <summary>A write of several updates is atomic; a later update of the same document in it wins.</summary>
    [Fact]
    public void A_write_is_atomic_over_its_updates()
    {
        Peer b = cluster.Join(cluster.First);
        b.Write(null, Peer.PutOf("a", "1"), Peer.PutOf("b", "1"), Peer.PutOf("a", "2"), Peer.PutOf("c", "1"), Peer.DeleteOf("c"));
        Assert.Equal(("2", "1", null), (b.Get("a"), b.Get("b"), b.Get("c")));
        cluster.ExchangeAll();
        Assert.Equal(("2", "1", null), (cluster.First.Get("a"), cluster.First.Get("b"), cluster.First.Get("c")));
    }

    /// <summary>The primary's log never contains a tentative write.</summary>
    [Fact]
    public void The_primary_commits_what_it_receives_in_tentative_order()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        WriteId first = c.Put("k", "1");
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId second = b.Put("k", "2");
        cluster.Exchange(c, b);
        cluster.Exchange(b, cluster.First);
        Assert.Equal(0, cluster.First.Status().TentativeCount);
        Assert.True(cluster.First.Fate(first)?.CommitNumber < cluster.First.Fate(second)?.CommitNumber);
    }
}
