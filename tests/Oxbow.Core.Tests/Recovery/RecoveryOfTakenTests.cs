using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Tests.AntiEntropy;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Tests.Laws;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Recovery;

/// <summary>I30: whatever a replica takes in, its own recovery takes in, at every prefix that a crash can leave.</summary>
public sealed class RecoveryOfTakenTests
{
    /// <summary>Found on the product: taken and acknowledged, and at the next start "a write is missing".</summary>
    [Fact]
    public void A_commit_before_that_of_the_write_it_follows_is_refused()
    {
        Cluster cluster = new();
        Peer victim = cluster.Join(cluster.First);
        Peer peer = cluster.Join(cluster.First);
        cluster.ExchangeAll();
        AcceptStamp last = victim.Status().Known[peer.Id];
        Write first = WriteEncoder.EncodeUpdates(new(peer.Id, last.Next), cluster.After(peer.Id, last), [Peer.PutOf("k", "1")], []);
        Write second = WriteEncoder.EncodeUpdates(new(peer.Id, last.Next.Next), new(last.Next, first.Hash), [Peer.PutOf("k", "2")], []);
        Link link = cluster.Connect(peer, victim);
        link.DeliverToListener();
        LogRecord[] records =
        [
            LogRecord.Of(first, CommitNumber.None),
            LogRecord.Of(second, victim.Status().CommitNumber.Next),
        ];

        link.ForgeToListener(new Batch(1, records, false));

        Assert.Equal(RejectionCode.Hole, Assert.IsType<Refusal>(link.ToDialer.Last()).Rejection.Code);
        victim.Crash();
        Assert.NotNull(victim.Fate(first.Id));
        Assert.Null(victim.Fate(second.Id));
    }

    /// <summary>The same with writes that are here already: a commit notice out of causal order.</summary>
    [Fact]
    public void A_commit_notice_before_that_of_the_write_it_follows_is_refused()
    {
        Cluster cluster = new();
        Peer victim = cluster.Join(cluster.First);
        Peer peer = cluster.Join(cluster.First);
        cluster.ExchangeAll();
        WriteId first = peer.Put("k", "1");
        WriteId second = peer.Put("k", "2");
        cluster.Exchange(peer, victim);
        CommitNumber next = victim.Status().CommitNumber.Next;
        Link link = cluster.Connect(peer, victim);
        link.DeliverToListener();

        link.ForgeToListener(new Batch(1, [LogRecord.Notice(second, next)], false));

        Assert.Equal(RejectionCode.Hole, Assert.IsType<Refusal>(link.ToDialer.Last()).Rejection.Code);
        Assert.Equal((CommitNumber.None, CommitNumber.None), (victim.Fate(first)?.CommitNumber, victim.Fate(second)?.CommitNumber));
    }

    /// <summary>Hostile peers send what they like: chains with holes and forks, creations, retirements, any commit number.</summary>
    [Fact]
    public void Whatever_was_taken_is_recovered_at_every_prefix() => Law.HoldsForSeeds(seed => new HostileHistory(seed).Run());
}
