using System.Diagnostics;
using Oxbow.Processes.Tests.Harness;

namespace Oxbow.Processes.Tests;

/// <summary>A node that is told to end does so in order, and soon.</summary>
public sealed class EndingNodeTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task An_idle_node_ends_on_a_signal(string signal)
    {
        await using NodeProcess node = await NodeProcess.StartAsync("a", folder["a"]);
        await EndsInOrderAsync(node, signal);
    }

    [Fact]
    public async Task A_node_ends_in_order_while_it_starts()
    {
        await using NodeProcess node = NodeProcess.Launch("a", folder["a"]);
        await Eventually.HoldsAsync("the node has begun to start", () => Task.FromResult(Directory.Exists(folder["a"])));
        await EndsInOrderAsync(node, "TERM");
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_node_that_waits_to_join_ends_in_order(string signal)
    {
        await using NodeProcess node = NodeProcess.Launch("b", folder["b"], "--join", "127.0.0.1:1");
        string journal = Path.Combine(folder["b"], "main");
        await Eventually.HoldsAsync("the node waits", () => Task.FromResult(Directory.Exists(journal)));
        var watch = Stopwatch.StartNew();
        await node.SignalAsync(signal);
        Assert.Equal(0, (await node.EndAsync()).ExitCode);
        Assert.True(watch.Elapsed < Soon, $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_node_under_load_ends_in_order_and_keeps_what_it_acknowledged()
    {
        Writer[] writers = [.. Enumerable.Range(0, 8).Select(number => new Writer($"writer{number}"))];
        await using (NodeProcess node = await NodeProcess.StartAsync("a", folder["a"]))
        {
            using Load load = new(writers.Select(writer => (writer, node)), acknowledgements: 200);
            await load.Reached;
            await EndsInOrderAsync(node, "TERM");
            await load.EndAsync();
        }

        await using NodeProcess again = await NodeProcess.StartAsync("a", folder["a"]);
        Audit.HoldsAll(await Audit.CommittedLogAsync(again), writers);
    }

    [Fact]
    public async Task Three_nodes_with_live_links_under_load_end_in_order()
    {
        await using var trio = new Trio(folder);
        await trio.StartAsync();
        await trio.AgreeAsync();
        var writers = trio.Nodes.Select(node => (new Writer(node.Name), node)).ToArray();
        using Load load = new(writers, acknowledgements: 200);
        await load.Reached;
        await Task.WhenAll(trio.Nodes.Select(node => EndsInOrderAsync(node, "TERM")));
        await load.EndAsync();
    }

    private static async Task EndsInOrderAsync(NodeProcess node, string signal)
    {
        var watch = Stopwatch.StartNew();
        await node.SignalAsync(signal);
        (int exitCode, string errors) = await node.EndAsync();
        Assert.True(errors is "", errors);
        Assert.Equal(0, exitCode);
        Assert.True(watch.Elapsed < Soon, $"It took {watch.Elapsed}.");
    }
}
