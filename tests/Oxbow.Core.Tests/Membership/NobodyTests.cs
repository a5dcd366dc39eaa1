using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Messages;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Membership;

/// <summary>A database whose authority to commit was handed to nobody: nothing is committed, and the tentative order decides.</summary>
public sealed class NobodyTests
{
    private readonly Cluster cluster = new();

    [Fact]
    public void Without_a_primary_the_later_write_wins_wherever_it_was_made()
    {
        (Peer a, Peer b) = PairWithoutPrimary();
        b.Put("k", "early at the other");
        cluster.Pass(TimeSpan.FromMilliseconds(1));
        a.Put("k", "late at the first");
        a.Put("l", "early at the first");
        cluster.Pass(TimeSpan.FromMilliseconds(1));
        b.Put("l", "late at the other");
        cluster.Exchange(b, a);
        Assert.All(cluster.Peers, peer =>
        {
            Assert.Equal("late at the first", peer.Get("k"));
            Assert.Equal("late at the other", peer.Get("l"));
            Assert.Null(peer.Get("k", ReadView.Committed));
        });
    }

    [Fact]
    public void Nobody_remains_the_primary_after_a_crash_a_retirement_and_for_newcomers()
    {
        (Peer a, Peer b) = PairWithoutPrimary();
        a.Put("k", "1");
        a.Crash();
        cluster.Exchange(b, a);
        cluster.Retire(a, b);
        Peer c = cluster.Join(b);
        c.Put("l", "2");
        cluster.Exchange(c, b);
        foreach (Peer peer in new[] { b, c })
        {
            ReplicaStatus status = peer.Status();
            Assert.Equal(ReplicaId.Nobody, status.Primary);
            Assert.Equal(1, status.CommitNumber.Value);
            Assert.Equal("1", peer.Get("k"));
        }
    }

    [Fact]
    public void Only_the_primary_can_abolish_itself_and_only_once()
    {
        (Peer a, Peer b) = PairWithoutPrimary();
        Assert.Throws<InvalidOperationException>(a.Replica.AbolishPrimary);
        Assert.Throws<InvalidOperationException>(b.Replica.AbolishPrimary);
    }

    [Fact]
    public void A_crash_before_anything_is_durable_leaves_a_replica_that_can_abolish_itself_again()
    {
        Peer a = cluster.First;
        a.Replica.AbolishPrimary();
        a.Disk.Persist(a.Replica.TakeEffects(), recordsKept: 0);
        a.Crash();
        Assert.Equal(0, a.Replica.WriteCount);
        a.Replica.AbolishPrimary();
        Assert.Equal(ReplicaId.Nobody, a.Status().Primary);
    }

    [Fact]
    public void No_replica_can_be_nobody()
    {
        Assert.Throws<InvariantException>(() => Replica.Create(new(Cluster.Database, ReplicaId.Nobody), new()));
        Write creation = WriteEncoder.EncodeMembership(new(ReplicaId.Base, AcceptStamp.Maximum), default, WriteKind.Creation);
        Assert.Contains("largest stamp", WriteDecoder.TryDecode(creation.Encoded, ReplicaId.Base, out _), StringComparison.Ordinal);
        Write own = WriteEncoder.EncodeMembership(new(ReplicaId.Nobody, AcceptStamp.Maximum), default, WriteKind.Creation);
        Assert.NotNull(WriteDecoder.TryDecode(own.Encoded, ReplicaId.Base, out _));
    }

    [Fact]
    public void Nobody_has_a_name()
    {
        Assert.Equal("nobody", ReplicaId.Nobody.ToString());
        Assert.True(ReplicaId.TryParse("nobody", out ReplicaId parsed));
        Assert.Equal(ReplicaId.Nobody, parsed);
    }

    private (Peer A, Peer B) PairWithoutPrimary()
    {
        Peer a = cluster.First;
        a.Turn([]);
        a.Replica.AbolishPrimary();
        a.Turn([]);
        Peer b = cluster.Join(a);
        cluster.Exchange(b, a);
        return (a, b);
    }
}
