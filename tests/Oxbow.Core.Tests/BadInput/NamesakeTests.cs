using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.BadInput;

/// <summary>
/// A restored replica gave one stamp a second time: two writes have one id, so neither a vector nor an id tells them
/// apart.
/// </summary>
public sealed class NamesakeTests
{
    private readonly Cluster cluster = new();
    private readonly Peer forked;
    private readonly Peer bystander;

    public NamesakeTests()
    {
        (forked, bystander) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
    }

    /// <summary>A commit notice names the hash of the write that it commits.</summary>
    [Fact]
    public void A_commit_notice_does_not_commit_the_namesake_of_its_write()
    {
        Disk backup = forked.Disk.Copy();
        WriteId twice = forked.Put("k", "tentative");
        cluster.Exchange(forked, bystander);
        forked.Restore(backup);
        Assert.Equal(twice, forked.Put("k", "committed"));
        cluster.Exchange(forked, cluster.First);
        cluster.Exchange(bystander, cluster.First);
        Assert.DoesNotContain(
            bystander.Log(), entry => entry.CommitNumber.IsGiven && entry.Write.Id == twice && Text(entry) == "tentative");
        cluster.Settle();
        Assert.Equal(cluster.First.Status().Hash, bystander.Status().Hash);
        Assert.Contains(bystander.Log(), entry => entry.Write.Original is { Id: var original } && original == twice);
    }

    /// <summary>The other write of a creation's stamp creates nobody.</summary>
    [Fact]
    public void The_namesake_of_a_creation_leaves_no_entry_for_the_replica_in_the_vector()
    {
        Disk backup = forked.Disk.Copy();
        Peer orphan = cluster.Join(forked);
        cluster.Exchange(forked, bystander);
        orphan.Put("orphan", "1");
        cluster.Exchange(orphan, bystander);
        AcceptStamp created = orphan.Id.Created;
        forked.Restore(backup);
        Assert.Equal(created, forked.Put("creator", "2").Stamp);
        cluster.Exchange(forked, cluster.First);
        cluster.Settle();
        Assert.NotEqual(created, orphan.Id.Created);
        Assert.All(cluster.Peers, peer => Assert.Equal(cluster.First.Status().Known, peer.Status().Known));
        Assert.All(cluster.Peers, peer => Assert.Equal(("1", "2"), (peer.Get("orphan"), peer.Get("creator"))));
        Assert.All(cluster.Peers, peer => Assert.Equal(Standing.Active, peer.Replica.Standing));
    }

    private static string Text(LogEntryView entry)
    {
        Core.Writes.UpdateReader updates = entry.Write.ReadUpdates();
        return updates.MoveNext() ? System.Text.Encoding.UTF8.GetString(updates.Current.Value.Span).Trim('"') : "";
    }
}
