namespace Oxbow.Processes.Tests.Harness;

/// <summary>Three nodes with live links: a is the primary, b and c joined it. Others may come.</summary>
internal sealed class Trio(TestFolder folder) : IAsyncDisposable
{
    private readonly Dictionary<string, NodeProcess> nodes = [];

    public IReadOnlyList<NodeProcess> Nodes => [.. nodes.Values.OrderBy(node => node.Name, StringComparer.Ordinal)];

    /// <summary>The node that commits.</summary>
    public string Primary { get; set; } = "a";

    public NodeProcess this[string name] => nodes[name];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task StartAsync()
    {
        NodeProcess a = nodes["a"] = await NodeProcess.StartAsync("a", folder["a"]);
        nodes["b"] = await NodeProcess.StartAsync("b", folder["b"], "--join", a.PeerAddress);
        nodes["c"] = await NodeProcess.StartAsync("c", folder["c"], "--join", a.PeerAddress);
        await IntroduceAsync();
    }

    /// <summary>Starts nodes that have ended again, on their data and at their client addresses.</summary>
    public async Task RestartAsync(IReadOnlyCollection<NodeProcess> ended)
    {
        await Task.WhenAll(ended.Select(RestartAsync));
        await IntroduceAsync();
    }

    /// <summary>Ends a node and starts it on its data with a clock that is off.</summary>
    public async Task RestartAsync(string name, TimeSpan clockOffset)
    {
        await nodes[name].KillAsync();
        NodeProcess started = await NodeProcess.RestartAsync(nodes[name], folder[name], clockOffset);
        await nodes[name].DisposeAsync();
        nodes[name] = started;
        await IntroduceAsync();
    }

    /// <summary>Starts one more node, on data that are there.</summary>
    public async Task AddAsync(string name)
    {
        nodes[name] = await NodeProcess.StartAsync(name, folder[name]);
        await IntroduceAsync();
    }

    /// <summary>From now on some nodes meet nobody.</summary>
    public Task ParkAsync(params IReadOnlyCollection<string> names) =>
        Task.WhenAll(names.Select(name => nodes[name].Admin.PauseAsync(Cancellation)));

    /// <summary>All nodes meet one another again.</summary>
    public Task MeetAsync() => Task.WhenAll(Nodes.Select(node => node.Admin.ResumeAsync(Cancellation)));

    /// <summary>Waits until all have the same history and nothing is tentative at the primary.</summary>
    public Task AgreeAsync(string primary = "a") =>
        Eventually.HoldsAsync("all replicas agree", async () =>
            await Audit.AgreeAsync(Nodes) && (await nodes[primary].Client.StatusAsync(Cancellation)).Tentative is 0);

    public async ValueTask DisposeAsync()
    {
        foreach (NodeProcess node in nodes.Values)
        {
            await node.DisposeAsync();
        }
    }

    private async Task RestartAsync(NodeProcess ended)
    {
        NodeProcess started = await NodeProcess.RestartAsync(ended, folder[ended.Name]);
        await ended.DisposeAsync();
        lock (nodes)
        {
            nodes[ended.Name] = started;
        }
    }

    private async Task IntroduceAsync()
    {
        foreach (NodeProcess node in Nodes)
        {
            foreach (NodeProcess other in Nodes.Where(other => other != node))
            {
                await node.Admin.SetPeerAsync(other.Name, other.PeerAddress, Cancellation);
            }
        }
    }
}
