using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.BadInput;

/// <summary>
/// A primary that was restored gave a number, and a stamp, a second time: two writes have one id and one number. A
/// take-over says which of them counts.
/// </summary>
public sealed class ForkedCommitsTests
{
    private readonly Cluster cluster = new();
    private readonly Peer keeper;
    private readonly Peer heir;
    private readonly WriteId twice;
    private readonly WriteId takeOver;

    public ForkedCommitsTests()
    {
        (keeper, heir) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Peer primary = cluster.First;
        Disk backup = primary.Disk.Copy();
        twice = primary.Put("k", "first");
        cluster.Exchange(primary, keeper);
        primary.Restore(backup);
        Assert.Equal(twice, primary.Put("k", "second"));
        cluster.Exchange(primary, heir);
        takeOver = heir.Ask<WriteAccepted>(id => new TakeOverPrimary(id, ReplicaId.Base)).Fate.Write;
    }

    private CommitNumber Number => heir.Fate(twice)!.Value.CommitNumber;

    /// <summary>By its id the commit is the same; the take-over names the hash of what it follows.</summary>
    [Fact]
    public void A_take_over_is_not_committed_after_another_history_than_its_own()
    {
        int before = keeper.Disk.Records.Count;
        cluster.Exchange(heir, keeper);
        Assert.DoesNotContain(keeper.Disk.Records.Skip(before), record => record.Id == takeOver && record.CommitNumber.IsGiven);
        for (int round = 0; round < 3; round++)
        {
            cluster.Exchange(heir, keeper);
        }

        Assert.Equal(heir.Status().Hash, keeper.Status().Hash);
        Assert.Contains(keeper.Log(), entry => entry.Write.Original is { Id: var original } && original == twice);
    }

    /// <summary>Where the write itself comes, its bytes tell it apart from the one here.</summary>
    [Fact]
    public void The_commit_of_a_larger_epoch_takes_the_place_of_its_namesake()
    {
        Link link = cluster.Connect(heir, keeper);
        link.DeliverToListener();
        Write[] committed = [WriteOf(twice), WriteOf(takeOver)];
        link.ForgeToListener(new Batch(
            1,
            [.. committed.Select((write, index) => LogRecord.Of(write, new(Number.Value + index)))],
            EndsRun: true)
        {
            Epoch = new(1, heir.Id),
        });
        Assert.Equal(("second", heir.Status().Hash), (keeper.Get("k", ReadView.Committed), keeper.Status().Hash));
    }

    private Write WriteOf(WriteId id) => heir.Disk.Records.Select(record => record.Write).OfType<Write>().Single(write => write.Id == id);
}
