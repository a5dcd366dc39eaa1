using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Tests.Paper.FlexibleUpdatePropagation;

/// <summary>
/// Petersen et al., "Flexible Update Propagation for Weakly Consistent Replication" (SOSP 1997), sections 3.1 and 3.2.
/// Oxbow runs the one-way algorithm in both directions over one link.
/// </summary>
public sealed class OneWayExchangeTests
{
    private readonly Cluster cluster = new(new ReplicaOptions { BatchBytes = 1024, WindowBatches = 2 });

    /// <summary>Section 3.1, the prefix property: whoever holds a write holds all earlier ones of its origin, after every message.</summary>
    [Fact]
    public void Whatever_was_delivered_is_a_prefix_of_each_origins_writes()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        WriteId[] writes = [.. Enumerable.Range(0, 20).Select(count => b.Put($"k{count}", new string('x', 300)))];
        Link link = cluster.Connect(b, c);
        int held = 0;
        while (link.Run(1) > 0)
        {
            bool[] present = [.. writes.Select(write => c.Fate(write) is not null)];
            held = present.Count(isPresent => isPresent);
            Assert.All(present.Take(held), Assert.True);
            Assert.Equal(held == 0 ? AcceptStamp.None : writes[held - 1].Stamp, c.Status().Known[b.Id] is var stamp && held == 0 ? AcceptStamp.None : stamp);
        }

        Assert.Equal(writes.Length, held);
    }

    /// <summary>Section 3.1: an exchange that was cut goes on where it stopped; nothing that arrived is sent again.</summary>
    [Fact]
    public void A_cut_exchange_costs_nothing_twice()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        WriteId[] writes = [.. Enumerable.Range(0, 20).Select(count => b.Put($"k{count}", new string('x', 300)))];
        Link cut = cluster.Connect(b, c);
        cut.Run(4);
        cut.Close();
        int held = writes.Count(write => c.Fate(write) is not null);
        Assert.InRange(held, 1, writes.Length - 1);

        List<LogRecord> sent = RecordsToListener(cluster.Connect(b, c));
        Assert.Equal(writes[held..], sent.Select(record => record.Id));
    }

    /// <summary>Section 3.2: a committed write that the receiver holds is told by its commit number alone.</summary>
    [Fact]
    public void A_commit_notice_travels_alone_where_the_write_is_held()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        WriteId held = b.Put("k", "1");
        cluster.Exchange(b, c);
        cluster.Exchange(b, cluster.First);
        WriteId lacking = cluster.First.Put("other", "1");

        List<LogRecord> sent = RecordsToListener(cluster.Connect(cluster.First, c));
        Assert.True(sent.Single(record => record.Id == held).IsCommitNotice);
        Assert.False(sent.Single(record => record.Id == lacking).IsCommitNotice);
        Assert.Equal(sent.Select(record => record.CommitNumber).Order(), sent.Select(record => record.CommitNumber));
    }

    /// <summary>Section 3.2: committed writes are sent first, in commit order, then tentative ones in tentative order.</summary>
    [Fact]
    public void Committed_writes_travel_before_tentative_ones()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        WriteId tentative = b.Put("k", "1");
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId committed = cluster.First.Put("k", "2");
        Link pull = cluster.Connect(cluster.First, b);
        pull.DeliverToDialer();
        pull.DeliverToListener();
        pull.DeliverToListener();
        pull.Close();
        Assert.True(b.Fate(committed)?.CommitNumber.IsGiven);
        Assert.False(b.Fate(tentative)?.CommitNumber.IsGiven);

        List<LogRecord> sent = RecordsToListener(cluster.Connect(b, c));
        Assert.Equal(tentative, sent[^1].Id);
        Assert.All(sent.SkipLast(1), record => Assert.True(record.CommitNumber.IsGiven));
    }

    /// <summary>Section 3.2: every replica orders committed writes alike and holds a prefix of the primary's.</summary>
    [Fact]
    public void Committed_logs_are_prefixes_of_the_primarys()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        for (int count = 0; count < 8; count++)
        {
            Peer writer = cluster.Peers[count % 3];
            writer.Put($"k{count}", new string('x', 400));
            Link link = cluster.Connect(count % 2 == 0 ? b : c, cluster.First);
            link.Run(4);
            link.Close();
        }

        WriteId[] order = Committed(cluster.First);
        Assert.All(new[] { b, c }, peer => Assert.Equal(order.Take(Committed(peer).Length), Committed(peer)));
    }

    /// <summary>Section 3.3 (accept order): a write is ordered after every write that its replica held when it accepted it.</summary>
    [Fact]
    public void A_write_comes_after_those_its_replica_held()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        b.ClockError = TimeSpan.FromMinutes(30);
        WriteId cause = b.Put("k", "cause");
        cluster.Exchange(b, c);
        WriteId effect = c.Put("k", "effect");
        Assert.True(effect > cause);
        cluster.ExchangeAll();
        Assert.All(cluster.Peers, peer => Assert.Equal("effect", peer.Get("k")));
    }

    /// <summary>
    /// Departure: the paper's accept stamps are logical clocks, ours stay close to real time, so that writes of replicas
    /// that never met are ordered as they were issued.
    /// </summary>
    [Fact]
    public void Writes_of_replicas_that_never_met_are_ordered_as_they_were_issued()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        List<WriteId> issued = [];
        for (int count = 0; count < 10; count++)
        {
            cluster.Pass(TimeSpan.FromMicroseconds(1));
            issued.Add((count % 3 == 0 ? b : c).Put("k", "1"));
        }

        cluster.Exchange(b, c);
        Assert.Equal(issued, b.Log().Select(entry => entry.Write.Id));
    }

    [Fact]
    public void After_an_exchange_both_ends_hold_the_same()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        b.Put("b", "1");
        c.Put("c", "1");
        cluster.Exchange(b, c);
        Assert.Equal(VectorOrder.Equal, b.Status().Known.CompareWith(c.Status().Known));
        Assert.Equal(b.Status().DocumentsHash.ToArray(), c.Status().DocumentsHash.ToArray());
    }

    /// <summary>The listener ends its run after the dialer's, so one exchange with the primary commits and tells.</summary>
    [Fact]
    public void One_exchange_with_the_primary_brings_the_commits_back()
    {
        Peer b = cluster.Join(cluster.First);
        WriteId write = b.Put("k", "1");
        cluster.Exchange(b, cluster.First);
        Assert.True(b.Fate(write)?.CommitNumber.IsGiven);
        Assert.Equal(0, b.Status().TentativeCount);
    }

    private static WriteId[] Committed(Peer peer) =>
        [.. peer.Log().Where(entry => entry.CommitNumber.IsGiven).Select(entry => entry.Write.Id)];

    private static List<LogRecord> RecordsToListener(Link link)
    {
        List<LogRecord> sent = [];
        while (!link.IsQuiet)
        {
            if (link.ToListener.Count > 0 && link.DeliverToListener() is Batch batch)
            {
                sent.AddRange(batch.Records);
            }

            if (link.ToDialer.Count > 0)
            {
                link.DeliverToDialer();
            }
        }

        link.Close();
        return sent;
    }
}
