using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Node.Errors;
using Oxbow.Node.Tests.Links;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Nodes;

/// <summary>Opening, retiring and misuse.</summary>
public sealed class LifecycleTests : IDisposable
{
    private readonly InProcessNetwork network = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));

    private CancellationToken Patience => limit.Token;

    public void Dispose() => limit.Dispose();

    [Fact]
    public async Task A_database_is_opened_once()
    {
        await using TestNode node = await TestNode.StartAsync(network, TestNode.Options("a"));
        Assert.Equal(NodeRefusalCodes.DatabaseOpen, (await Assert.ThrowsAsync<NodeException>(() => node.Host.OpenAsync("main", DatabaseSource.Create, Patience))).Code);
        Assert.Same(node.Database, node.Host.Find("main"));
        Assert.IsType<WriteAccepted>(await node.PutAsync("k"));
    }

    [Fact]
    public async Task A_database_that_nobody_makes_or_joins_is_refused_and_can_be_made_after_that()
    {
        await using TestNode node = await TestNode.StartAsync(network, TestNode.Options("a"));
        NodeException refusal = await Assert.ThrowsAsync<NodeException>(() => node.Host.OpenAsync("other", DatabaseSource.Existing, Patience));
        Assert.Equal(NodeRefusalCodes.NoDatabase, refusal.Code);
        Assert.Null(node.Host.Find("other"));
        Assert.Equal("other", (await node.Host.OpenAsync("other", DatabaseSource.Create, Patience)).Name);
    }

    [Fact]
    public async Task A_request_id_used_twice_harms_nobody_else()
    {
        using HeldTime held = new();
        await using TestNode node = await TestNode.StartAsync(network, TestNode.Options("a") with { StartPaused = true }, held);
        held.Hold();
        Task<Reply> before = node.PutAsync("before");
        await held.SomebodyWaitsAsync();
        SubmitWrite request = new(node.Database.NextRequest(), [Update.Put("c"u8.ToArray(), "k"u8.ToArray(), "1"u8.ToArray())], Session: null);
        Task<Reply> first = node.Database.AskAsync(request);
        Task<Reply> second = node.Database.AskAsync(request);
        held.Release();
        Assert.IsType<WriteAccepted>(await before);
        Assert.IsType<WriteAccepted>(await first);
        await Assert.ThrowsAsync<ArgumentException>(() => second);
        Assert.Equal(2, (await node.StatusAsync()).WriteCount);
    }

    [Fact]
    public async Task A_replica_restarted_in_the_middle_of_its_retirement_handover_goes_on_with_it()
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("oxbow-node-");
        try
        {
            await using TestNode b = await TestNode.StartAsync(network, TestNode.Options("b") with { StartPaused = true });
            NodeOptions options = TestNode.Options("a") with { DataFolder = root.FullName, StartPaused = true };
            await using (TestNode a = await TestNode.StartAsync(network, options, time: null, b))
            {
                await a.PutAsync("last");
                await BreakHandoverAsync(a);
                Assert.Equal(Standing.Retiring, a.Database.Standing);
                Assert.False(a.Host.Retired.IsCompleted);
            }

            await using (TestNode a = await TestNode.StartAsync(network, options))
            {
                Assert.Equal(RejectionCode.Retired, Assert.IsType<Rejected>(await a.PutAsync("late")).Rejection.Code);
                Assert.False(a.Host.Retired.IsCompleted);
                a.Host.Peers.Learn("b", "b");
                await a.Host.Retired.WaitAsync(Patience);
                Assert.Equal(Standing.Retired, a.Database.Standing);
                Assert.True(await b.HasAsync("last"));
            }
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_thousand_writes_pass_a_chain_of_live_links()
    {
        const int Writes = 1000;
        await using TestNode a = await TestNode.StartAsync(network, Chained("a"));
        await using TestNode b = await TestNode.StartAsync(network, Chained("b"), time: null, a);
        await using TestNode c = await TestNode.StartAsync(network, Chained("c"), time: null, b);
        TestNode[] three = [a, b, c];
        await Task.WhenAll(Enumerable.Range(0, Writes).Select(number => three[number % 3].PutAsync($"{number}")));
        ReplicaStatus[] statuses = await Task.WhenAll(three.Select(node => node.UntilAsync(status => status.CommitNumber.Value == Writes + 3, Patience)));
        Assert.All(statuses, status => Assert.Equal((0L, statuses[0].Hash), (status.TentativeCount, status.Hash)));
        Assert.False(a.Host.IsLive("c"));
    }

    private static NodeOptions Chained(string name)
    {
        NodeOptions options = TestNode.Options(name);
        return options with { Links = options.Links with { ExchangePeriod = TimeSpan.FromDays(1) } };
    }

    /// <summary>Hands over to a peer that takes the hello and vanishes.</summary>
    private async Task BreakHandoverAsync(TestNode node)
    {
        await using InProcessTransport transport = network.CreateTransport("vanishing");
        transport.Listen(async (_, link, _) =>
        {
            ScriptedLink peer = new(link);
            await peer.GreetAsync(await peer.HearAsync<Hello>(Patience));
            await peer.HearAsync<Batch>(Patience);
            await peer.DisposeAsync();
        });
        node.Host.Peers.Learn("vanishing", "vanishing");
        await node.Host.BlockAsync("b");
        await Assert.ThrowsAsync<NodeException>(() => node.Host.RetireAsync("vanishing", Patience));
    }
}
