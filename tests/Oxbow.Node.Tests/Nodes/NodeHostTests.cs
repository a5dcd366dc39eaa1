using Microsoft.Extensions.Logging.Abstractions;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Errors;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Nodes;

public sealed class NodeHostTests : IAsyncLifetime
{
    private readonly InProcessNetwork network = new();
    private readonly List<TestNode> nodes = [];
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (TestNode node in nodes)
        {
            await node.DisposeAsync();
        }

        patience.Dispose();
    }

    [Fact]
    public async Task Three_nodes_converge_by_policy_alone()
    {
        TestNode[] three = await ThreeAsync();
        await Task.WhenAll(three.SelectMany(node => Enumerable.Range(0, 20).Select(number => node.PutAsync($"{node.Name}{number}"))));
        ReplicaStatus[] statuses = await Task.WhenAll(three.Select(node => node.UntilAsync(status => status.CommitNumber.Value == 63, patience.Token)));
        Assert.All(statuses, status =>
        {
            Assert.Equal(0, status.TentativeCount);
            Assert.Equal(statuses[0].Hash, status.Hash);
            Assert.Equal(statuses[0].DocumentsHash.ToArray(), status.DocumentsHash.ToArray());
            Assert.Equal(statuses[0].Known, status.Known);
        });
    }

    [Fact]
    public async Task A_node_that_knows_an_address_alone_is_found_by_the_node_it_joined()
    {
        TestNode a = await StartAsync("a");
        await using InProcessTransport transport = network.CreateTransport("b");
        await using NodeHost b = new(TestNode.Options("b"), transport, TimeProvider.System, NullLogger.Instance);
        b.Listen();
        await b.OpenAsync("main", DatabaseSource.Join(["a"]), patience.Token);
        await a.PutAsync("here");
        DatabaseHost database = b.Find("main")!;
        while (((StatusRead)await database.AskAsync(new ReadStatus(database.NextRequest(), WithDocumentsHash: false))).Status.CommitNumber.Value < 3)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.NotNull(b.Peers.Find("a"));
    }

    [Fact]
    public async Task Nothing_passes_at_a_paused_node()
    {
        TestNode[] three = await ThreeAsync();
        await three[1].Host.PauseAsync();
        ReplicaStatus before = await three[1].StatusAsync();
        await three[1].PutAsync("there");
        await three[0].PutAsync("here");
        await three[2].UntilAsync(status => status.CommitNumber.Value == 4, patience.Token);
        Assert.Equal(NodeRefusalCodes.Paused, (await Assert.ThrowsAsync<NodeException>(() => three[0].Host.ExchangeAsync("b", patience.Token))).Code);
        Assert.Equal(NodeRefusalCodes.Paused, (await Assert.ThrowsAsync<NodeException>(() => three[1].Host.ExchangeAsync("a", patience.Token))).Code);
        Assert.False(three[1].Host.IsLive("a"));
        Assert.False(await three[1].HasAsync("here"));
        Assert.False(await three[0].HasAsync("there"));
        Assert.Equal(before.CommitNumber, (await three[1].StatusAsync()).CommitNumber);

        three[1].Host.Resume();
        await Task.WhenAll(three.Select(node => node.UntilAsync(status => status.CommitNumber.Value == 5, patience.Token)));
    }

    [Fact]
    public async Task Nothing_passes_over_a_blocked_link_but_around_it()
    {
        TestNode a = await StartAsync("a");
        TestNode b = await StartAsync("b", a);
        await a.Host.BlockAsync("b");
        await a.PutAsync("here");
        Assert.Equal(NodeRefusalCodes.LinkBlocked, (await Assert.ThrowsAsync<NodeException>(() => a.Host.ExchangeAsync("b", patience.Token))).Code);
        Assert.Equal(NodeRefusalCodes.LinkBlocked, (await Assert.ThrowsAsync<NodeException>(() => b.Host.ExchangeAsync("a", patience.Token))).Code);
        Assert.False(await b.HasAsync("here"));

        TestNode c = await StartAsync("c", a, b);
        await b.UntilAsync(status => status.CommitNumber.Value == 4, patience.Token);
        Assert.True(await b.HasAsync("here"));
        Assert.False(a.Host.IsLive("b"));
        Assert.NotNull(c.Host.Peers.Find("a"));
    }

    [Fact]
    public async Task A_primary_that_retires_hands_over_everything()
    {
        TestNode a = await StartAsync("a");
        TestNode b = await StartAsync("b", a);
        await a.Host.PauseAsync();
        await a.PutAsync("last");
        a.Host.Peers.Learn("b", "b");
        Assert.Equal("b", await a.Host.RetireAsync("b", patience.Token));
        Assert.Equal(Standing.Retired, a.Database.Standing);
        Assert.True(await b.HasAsync("last"));
        Assert.True((await b.StatusAsync()).IsPrimary);
        Assert.Equal(RejectionCode.Retired, Assert.IsType<Rejected>(await a.PutAsync("late")).Rejection.Code);
    }

    [Fact]
    public async Task A_node_that_nobody_hears_goes_on()
    {
        TestNode a = await StartAsync("a");
        Assert.Equal(NodeRefusalCodes.NoPeerReachable, (await Assert.ThrowsAsync<NodeException>(() => a.Host.RetireAsync(null, patience.Token))).Code);
        Assert.IsType<WriteAccepted>(await a.PutAsync("k"));
    }

    [Fact]
    public async Task A_node_restored_from_an_old_copy_takes_a_new_id_and_converges()
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("oxbow-node-");
        try
        {
            TestNode a = await StartAsync("a");
            NodeOptions options = TestNode.Options("b") with { DataFolder = Path.Combine(root.FullName, "b") };
            string copy = Path.Combine(root.FullName, "copy");
            ReplicaId original;
            await using (TestNode b = await TestNode.StartAsync(network, options, known: a))
            {
                original = (await b.StatusAsync()).Identity.Replica;
            }

            CopyFolder(options.DataFolder, copy);
            await using (TestNode b = await TestNode.StartAsync(network, options, known: a))
            {
                await b.PutAsync("forgotten");
                await a.UntilAsync(status => status.CommitNumber.Value == 3, patience.Token);
            }

            Directory.Delete(options.DataFolder, recursive: true);
            CopyFolder(copy, options.DataFolder);
            await using (TestNode b = await TestNode.StartAsync(network, options, known: a))
            {
                ReplicaStatus renamed = await b.UntilAsync(status => status.Standing == Standing.Active && status.Identity.Replica != original, patience.Token);
                Assert.IsType<WriteAccepted>(await b.PutAsync("after"));
                await b.UntilAsync(status => status.CommitNumber.Value == 5, patience.Token);
                Assert.True(await b.HasAsync("forgotten"));
                Assert.True(await a.HasAsync("after"));
                Assert.Equal((await a.StatusAsync()).Hash, (await b.StatusAsync()).Hash);
                Assert.Equal(renamed.Identity.Replica, (await b.StatusAsync()).Identity.Replica);
            }
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private async Task<TestNode> StartAsync(string name, params TestNode[] known)
    {
        TestNode node = await TestNode.StartAsync(network, TestNode.Options(name), time: null, known);
        nodes.Add(node);
        return node;
    }

    /// <summary>Three nodes that know both creations.</summary>
    private async Task<TestNode[]> ThreeAsync()
    {
        TestNode a = await StartAsync("a");
        TestNode b = await StartAsync("b", a);
        TestNode[] three = [a, b, await StartAsync("c", a, b)];
        await Task.WhenAll(three.Select(node => node.UntilAsync(status => status.CommitNumber.Value == 3, patience.Token)));
        return three;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
