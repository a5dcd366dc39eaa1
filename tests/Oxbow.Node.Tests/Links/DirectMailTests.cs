using Oxbow.Node.Tests.Nodes;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Links;

/// <summary>Three nodes that send fresh writes straight to one another and do nothing else unless told to.</summary>
public sealed class DirectMailTests : IAsyncLifetime
{
    private readonly InProcessNetwork network = new();
    private readonly ManualTimeProvider time = new();
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
    private readonly List<TestNode> nodes = [];

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
    public async Task A_write_that_overtakes_its_cause_waits_for_it()
    {
        TestNode a = await StartAsync("a");
        TestNode b = await StartAsync("b", a);
        TestNode c = await StartAsync("c", a, b);
        await UntilMailArrivesAsync(a, c);
        await UntilMailArrivesAsync(b, c);

        while (!(a.Host.IsMailed("c") && c.Host.IsMailed("a") && b.Host.IsMailed("c")))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.False(a.Host.IsMailed("nobody"));

        a.Host.Peers.SetShape("c", new() { Delay = TimeSpan.FromSeconds(2) });
        await a.PutAsync("cause");
        await b.Host.ExchangeAsync("a", patience.Token);
        Assert.True(await b.HasAsync("cause"));
        await b.PutAsync("effect");
        await c.UntilAsync(status => status.HeldBackCount == 1, patience.Token);
        Assert.False(await c.HasAsync("effect"));
        Assert.False(await c.HasAsync("cause"));

        while (!await c.HasAsync("effect"))
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.True(await c.HasAsync("cause"));
        Assert.Equal(0, (await c.StatusAsync()).HeldBackCount);
        await a.Host.BlockAsync("c");
        Assert.False(a.Host.IsMailed("c"));
    }

    /// <summary>The first review of its links, at the start, is the last one for a day.</summary>
    private async Task<TestNode> StartAsync(string name, params TestNode[] known)
    {
        NodeOptions options = TestNode.Options(name);
        TestNode node = await TestNode.StartAsync(
            network, options with { Links = options.Links with { DirectMail = true, ReviewPeriod = TimeSpan.FromDays(1) } }, time, known);
        nodes.Add(node);
        return node;
    }

    /// <summary>
    /// What was written before both had greeted was not mailed; what comes then is held back for it. Either way
    /// mail has arrived, and an exchange brings the rest.
    /// </summary>
    private async Task UntilMailArrivesAsync(TestNode from, TestNode to)
    {
        string written;
        int number = 0;
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            written = $"{from.Name} {++number}";
            await from.PutAsync(written);
        }
        while (!await to.HasAsync(written) && (await to.StatusAsync()).HeldBackCount == 0);

        await to.Host.ExchangeAsync(from.Name, patience.Token);
        await to.UntilAsync(status => status.HeldBackCount == 0, patience.Token);
    }
}
