using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Tests.AntiEntropy;

/// <summary>What a sender says while its own log changes under the run.</summary>
public sealed class RunOrderTests
{
    private static readonly ReplicaOptions SmallBatches = new() { BatchBytes = 1024, WindowBatches = 1 };
    private static readonly string LongValue = new('x', 600);

    private readonly Cluster cluster = new(SmallBatches);

    /// <summary>
    /// Writes that reach the sender in the middle of its walk over the tentative order may stand before the place it
    /// has come to. They, and what depends on them, follow in the order in which they came.
    /// </summary>
    [Fact]
    public void Writes_that_arrive_during_a_run_reach_the_receiver_without_a_hole()
    {
        (Peer b, Peer c, Peer d) = (Join(), Join(), Join());
        c.Put("early", "1");
        cluster.Pass(TimeSpan.FromSeconds(1));
        for (int count = 0; count < 6; count++)
        {
            b.Put($"k{count}", LongValue);
        }

        cluster.Pass(TimeSpan.FromSeconds(1));
        c.Put("late", "1");

        Link run = cluster.Connect(b, d);
        run.Run(3);
        cluster.Exchange(c, b);
        run.Run();

        Assert.DoesNotContain(d.Events, news => news is Alarm);
        Assert.Equal(VectorOrder.Equal, b.Status().Known.CompareWith(d.Status().Known));
    }

    /// <summary>The same for a write of one replica that depends on a write of another.</summary>
    [Fact]
    public void A_receiver_is_causally_closed_after_every_message_of_a_run_that_writes_arrive_during()
    {
        (Peer b, Peer c, Peer d, Peer e) = (Join(), Join(), Join(), Join());
        WriteId cause = c.Put("cause", "1");
        cluster.Pass(TimeSpan.FromSeconds(1));
        for (int count = 0; count < 6; count++)
        {
            b.Put($"k{count}", LongValue);
        }

        cluster.Pass(TimeSpan.FromSeconds(1));
        cluster.Exchange(c, e);
        WriteId effect = e.Put("effect", LongValue + LongValue);

        Link run = cluster.Connect(b, d);
        run.Run(3);
        cluster.Exchange(e, b);
        while (run.Run(1) > 0)
        {
            Assert.True(d.Fate(effect) is null || d.Fate(cause) is not null, "the effect is held without its cause");
        }

        Assert.NotNull(d.Fate(effect));
    }

    [Fact]
    public void A_commit_learned_over_a_live_link_is_not_told_back()
    {
        Peer b = Join();
        Link live = cluster.Connect(b, cluster.First, LinkPurpose.Live);
        live.Run();
        cluster.First.Put("k", "1");
        live.DeliverToDialer();
        Assert.DoesNotContain(live.ToListener, message => message is Batch);
    }

    /// <summary>
    /// A peer that knows a replica has retired holds all its writes: nothing of it is sent to that peer.
    /// </summary>
    [Fact]
    public void Writes_of_a_retired_replica_are_not_sent_to_a_peer_that_knows_of_the_retirement()
    {
        (Peer b, Peer c, Peer d) = (Join(), Join(), Join());
        cluster.ExchangeAll();
        WriteId first = c.Put("k", LongValue);
        WriteId second = c.Put("k", LongValue);
        cluster.Exchange(c, d);
        cluster.Retire(c, b);

        Link run = cluster.Connect(d, b);
        List<WriteId> sent = [];
        while (!run.IsQuiet)
        {
            if (run.ToListener.Count > 0 && run.DeliverToListener() is Batch batch)
            {
                sent.AddRange(batch.Records.Where(record => record.Write is not null).Select(record => record.Id));
            }

            if (run.ToDialer.Count > 0)
            {
                run.DeliverToDialer();
            }
        }

        Assert.DoesNotContain(first, sent);
        Assert.DoesNotContain(second, sent);
    }

    [Fact]
    public void Live_links_pass_writes_on_along_a_chain()
    {
        (Peer b, Peer c) = (Join(), Join());
        Link near = cluster.Connect(b, cluster.First, LinkPurpose.Live);
        Link far = cluster.Connect(c, b, LinkPurpose.Live);
        near.Run();
        far.Run();
        WriteId write = c.Put("k", "1");
        far.Run();
        near.Run();
        far.Run();
        Assert.All([cluster.First, b, c], peer => Assert.Equal(new CommitNumber(3), peer.Fate(write)?.CommitNumber));
    }

    [Fact]
    public void Live_links_in_a_ring_send_each_write_over_each_link_at_most_once_in_each_direction()
    {
        (Peer b, Peer c) = (Join(), Join());
        cluster.ExchangeAll();
        Link[] ring =
        [
            cluster.Connect(b, cluster.First, LinkPurpose.Live),
            cluster.Connect(c, b, LinkPurpose.Live),
            cluster.Connect(cluster.First, c, LinkPurpose.Live),
        ];
        RunAll(ring);
        b.Put("k", "1");
        List<LogRecord> said = RunAll(ring);
        Assert.True(said.Count(record => record.Write is not null) <= 2 * ring.Length);
        Assert.All(cluster.Peers, peer => Assert.Equal(0, peer.Status().TentativeCount));
    }

    /// <summary>
    /// What C sends follows a creation that is left out, since B has it. B has to conclude that C holds it by now, and
    /// that the created replica is not one that C knows to have retired.
    /// </summary>
    [Fact]
    public void A_peer_that_learned_of_a_creation_since_its_hello_is_sent_what_the_created_one_wrote()
    {
        (Peer b, Peer c) = (Join(), Join());
        cluster.ExchangeAll();
        Peer created = Join();
        cluster.Exchange(b, cluster.First);
        WriteId write = created.Put("k", "1");
        cluster.Exchange(created, b);
        Link link = cluster.Connect(b, c);
        cluster.First.Put("next", "1");
        cluster.Exchange(c, cluster.First);
        link.DeliverToListener();
        Assert.IsType<Batch>(link.ToDialer.Last());
        link.DeliverInOneTurn(toListener: false, atMost: 2);
        link.Run();
        Assert.NotNull(c.Fate(write));
    }

    /// <summary>A take-over goes after all that it follows, also where that fills a batch to the last byte.</summary>
    [Fact]
    public void A_take_over_goes_into_the_batch_after_one_that_its_causes_fill()
    {
        const int RecordOverheadBytes = 24;
        const int ProbeLength = 800;
        int filling = SmallBatches.BatchBytes - RecordOverheadBytes;
        (Peer b, Peer c) = (Join(), Join());
        int probe = EncodedBytes(b, b.Put("k", new('x', ProbeLength)));
        cluster.ExchangeAll();
        WriteId first = b.Put("k", new('x', ProbeLength + filling - probe));
        Assert.Equal(filling, EncodedBytes(b, first));
        b.Put("second", "1");
        b.Ask<WriteAccepted>(id => new TakeOverPrimary(id, cluster.First.Id));
        cluster.Exchange(b, c);
        Assert.Equal((b.Status().Epoch, b.Status().Hash), (c.Status().Epoch, c.Status().Hash));
    }

    [Fact]
    public void A_batch_of_what_a_take_over_follows_says_which_commits_that_is_after()
    {
        (Peer b, Peer c) = (Join(), Join());
        cluster.ExchangeAll();
        CommittedPrefix shared = new(c.Status().CommitNumber, c.Status().Hash);
        WriteId[] causes = [b.Put("k", LongValue), b.Put("k", LongValue)];
        b.Ask<WriteAccepted>(id => new TakeOverPrimary(id, cluster.First.Id));
        Link link = cluster.Connect(b, c);
        link.DeliverToDialer();
        Batch first = Assert.IsType<Batch>(link.ToListener.Last());
        Assert.Equal((causes[0], shared), (first.Records[0].Id, first.Follows));
        Assert.DoesNotContain(first.Records, record => record.CommitNumber.IsGiven);
    }

    private static int EncodedBytes(Peer peer, WriteId write) =>
        peer.Log().Single(entry => entry.Write.Id == write).Write.Encoded.Length;

    private static List<LogRecord> RunAll(Link[] links)
    {
        List<LogRecord> said = [];
        while (links.FirstOrDefault(link => !link.IsQuiet) is { } busy)
        {
            PeerMessage message = busy.ToListener.Count > 0 ? busy.DeliverToListener() : busy.DeliverToDialer();
            said.AddRange(message is Batch batch ? batch.Records : []);
        }

        return said;
    }

    private Peer Join() => cluster.Join(cluster.First);
}
