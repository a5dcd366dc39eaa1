using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.BadInput;

/// <summary>A database has had so many replicas and no more, whatever makes them known (I38).</summary>
public sealed class ReplicaLimitTests
{
    private const int BatchOfRecords = 4096;
    private const int Creations = 70_000;

    /// <summary>Found on the product: each creation's child was known unchecked, and from the next start all hellos failed.</summary>
    [Fact]
    public void Creations_are_refused_when_their_children_do_not_fit()
    {
        Cluster cluster = new();
        Peer victim = cluster.Join(cluster.First);
        Peer peer = cluster.Join(cluster.First);
        Link link = cluster.Connect(peer, victim);
        link.DeliverToListener();
        Predecessor last = cluster.After(peer.Id, peer.Id.Created);
        long sequence = 0;
        for (int sent = 0; sent < Creations && link.ToDialer.LastOrDefault() is not Refusal; sent += BatchOfRecords)
        {
            LogRecord[] records = new LogRecord[BatchOfRecords];
            foreach (ref LogRecord record in records.AsSpan())
            {
                Write creation = WriteEncoder.EncodeMembership(new(peer.Id, last.Stamp.Next), last, WriteKind.Creation);
                record = LogRecord.Of(creation, CommitNumber.None);
                last = new(creation.Id.Stamp, creation.Hash);
            }

            link.ForgeToListener(new Batch(++sequence, records, EndsRun: false));
        }

        Assert.Equal(RejectionCode.TooMany, Assert.IsType<Refusal>(link.ToDialer.Last()).Rejection.Code);
        link.Close();

        // Base, the victim itself and the peer are the others.
        Assert.Equal(ReplicaTable.MaximumReplicas - 3, victim.Replica.WriteCount);

        // It still has room for a first write of its own, and goes on talking with others after a restart.
        victim.Put("k", "1");
        Assert.Equal(RejectionCode.TooMany, Assert.IsType<Refusal>(cluster.AskToJoin(victim)).Rejection.Code);
        victim.Crash();
        Assert.InRange(victim.Status(withDocumentsHash: false).Known.Entries.Length, 2, ReplicaTable.MaximumReplicas);
        cluster.Exchange(victim, cluster.First);
        Assert.Equal("1", cluster.First.Get("k"));
    }
}
