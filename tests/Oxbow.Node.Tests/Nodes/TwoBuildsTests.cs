using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Node.Errors;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Nodes;

/// <summary>
/// Nodes of two builds in one database: one executes format level 1, the other level 2 and has a kind of write of its own. Data
/// folders are real, so that a node can end and come back as the other build.
/// </summary>
public sealed class TwoBuildsTests : IAsyncLifetime
{
    private readonly InProcessNetwork network = new();
    private readonly Dictionary<string, TestNode> nodes = [];
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("oxbow-two-builds-");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (TestNode node in nodes.Values)
        {
            await node.DisposeAsync();
        }

        folder.Delete(recursive: true);
        patience.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_old_build_and_a_new_one_live_together_until_the_old_one_is_upgraded(bool live)
    {
        await StartAsync("new", 2, live);
        await StartAsync("old", 1, live, "new");
        await MeetAsync("old", "new");
        await RefusedAsync(RejectionCode.LevelNotSupported, nodes["new"].RaiseAsync(2), "old");
        await RefusedAsync(RejectionCode.LevelTooLow, nodes["new"].PutNewerAsync("early"), "level 2");

        // Both builds carry a third one's writes; the level is raised while the old node runs the new build.
        await RestartAsync("old", 2, live);
        await MeetAsync("old", "new");
        Assert.IsType<LevelRaised>(await nodes["new"].RaiseAsync(2));
        await MeetAsync("old", "new");
        await RestartAsync("old", 1, live);
        await RefusedAsync(RejectionCode.BelowLevel, nodes["old"].PutAsync("refused"), "upgrade");
        Assert.IsType<WriteAccepted>(await nodes["new"].PutNewerAsync("newer"));
        await MeetAsync("old", "new");
        await MeetAsync("new", "old");
        ReplicaStatus below = await nodes["old"].StatusAsync();
        Assert.True(below is { IsBelowLevel: true, Level: 2, SupportedLevel: 1 });
        Assert.True(below.ExecutedNumber < below.CommitNumber);
        Assert.False(await nodes["old"].HasAsync("newer"));

        // A third node hears of everything through the old build alone.
        await StartAsync("third", 2, live, "new");
        await nodes["third"].Host.BlockAsync("new");
        await MeetAsync("third", "old");
        Assert.True(await nodes["third"].HasAsync("newer"));
        await nodes["third"].PutNewerAsync("from the third");
        await MeetAsync("third", "old");
        await MeetAsync("old", "new");
        Assert.True(await nodes["new"].HasAsync("from the third"));

        await RestartAsync("old", 2, live);
        await MeetAsync("old", "new");
        await MeetAsync("third", "old");
        ReplicaStatus[] statuses = await Task.WhenAll(nodes.Values.Select(node => node.StatusAsync()));
        Assert.All(statuses, status => Assert.Equal((statuses[0].Hash, statuses[0].ExecutedNumber, false), (status.Hash, status.ExecutedNumber, status.IsBelowLevel)));
        Assert.True(await nodes["old"].HasAsync("newer") && await nodes["old"].HasAsync("from the third"));
    }

    [Fact]
    public async Task An_old_build_does_not_join_a_database_above_it()
    {
        await StartAsync("new", 2, live: false);
        Assert.IsType<LevelRaised>(await nodes["new"].RaiseAsync(2));
        NodeException refused = await Assert.ThrowsAsync<NodeException>(() => StartAsync("old", 1, live: false, "new"));
        Assert.Contains("format level 2", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Each end has what the other one had, whichever way it goes: by an ordered exchange, or over links that are live.</summary>
    private async Task MeetAsync(string dialer, string listener)
    {
        ReplicaStatus wanted = await nodes[listener].StatusAsync();
        if (!nodes[dialer].Host.IsPaused)
        {
            await nodes[dialer].UntilAsync(status => status.CommitNumber >= wanted.CommitNumber, patience.Token);
            ReplicaStatus own = await nodes[dialer].StatusAsync();
            await nodes[listener].UntilAsync(status => own.Known.Entries.All(entry => status.Known[entry.Replica] >= entry.Stamp), patience.Token);
            own = await nodes[listener].StatusAsync();
            await nodes[dialer].UntilAsync(status => status.CommitNumber >= own.CommitNumber, patience.Token);
            return;
        }

        nodes[dialer].Host.Resume();
        nodes[listener].Host.Resume();
        await nodes[dialer].Host.ExchangeAsync(listener, patience.Token);
        await nodes[dialer].Host.PauseAsync();
        await nodes[listener].Host.PauseAsync();
    }

    private async Task RestartAsync(string name, int level, bool live)
    {
        await nodes[name].DisposeAsync();
        nodes.Remove(name);
        await StartAsync(name, level, live, [.. nodes.Keys]);
    }

    private async Task StartAsync(string name, int level, bool live, params string[] known)
    {
        NodeOptions options = TestNode.Options(name) with
        {
            DataFolder = Path.Combine(folder.FullName, name),
            Replica = new ReplicaOptions { SupportedLevel = level },
            StartPaused = !live,
        };
        nodes[name] = await TestNode.StartAsync(network, options, time: null, [.. known.Select(peer => nodes[peer])]);
        foreach (string peer in nodes.Keys.Where(peer => peer != name))
        {
            nodes[name].Host.Peers.Learn(peer, peer);
            nodes[peer].Host.Peers.Learn(name, name);
        }
    }

    private static async Task RefusedAsync(RejectionCode code, Task<Reply> asked, string says)
    {
        Rejected refused = Assert.IsType<Rejected>(await asked);
        Assert.Equal(code, refused.Rejection.Code);
        Assert.Contains(says, refused.Rejection.Detail, StringComparison.Ordinal);
    }
}
