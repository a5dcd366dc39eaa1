namespace TravellingSession;

/// <summary>Three nodes, of which one is killed, one cut off and one overloaded at a time, by turns.</summary>
internal sealed class Sites(string program, string folder) : IAsyncDisposable
{
    private readonly SiteNode[] nodes = [.. "abc".Select(name => new SiteNode(program, $"{name}", folder))];

    public IReadOnlyList<SiteNode> Nodes => nodes;

    /// <summary>Kills there were.</summary>
    public int Kills { get; private set; }

    public async Task StartAsync(CancellationToken cancellation)
    {
        await nodes[0].StartAsync(join: null, cancellation);
        await nodes[1].StartAsync(nodes[0], cancellation);
        await nodes[2].StartAsync(nodes[0], cancellation);
        await IntroduceAsync(cancellation);
    }

    /// <summary>Trouble for everybody, of another kind for each than in the act before.</summary>
    public async Task TroubleAsync(int act, CancellationToken cancellation)
    {
        SiteNode cutOff = nodes[(act + 1) % 3];
        await nodes[(act + 2) % 3].Admin.SetStateAsync("overloaded", cancellation);
        foreach (SiteNode other in nodes.Where(other => other != cutOff))
        {
            await cutOff.Admin.SetLinkAsync(other.Name, blocked: true, cancellation);
            await other.Admin.SetLinkAsync(cutOff.Name, blocked: true, cancellation);
        }

        await nodes[act % 3].KillAsync();
        Kills++;
    }

    /// <summary>The dead node comes back, links work again, nobody is overloaded any more.</summary>
    public async Task HealAsync(CancellationToken cancellation)
    {
        foreach (SiteNode dead in nodes.Where(node => !node.IsRunning))
        {
            await dead.StartAsync(join: null, cancellation);
        }

        await IntroduceAsync(cancellation);
        foreach (SiteNode node in nodes)
        {
            await node.Admin.SetStateAsync("auto", cancellation);
            foreach (SiteNode other in nodes.Where(other => other != node))
            {
                await node.Admin.SetLinkAsync(other.Name, blocked: false, cancellation);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SiteNode node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task IntroduceAsync(CancellationToken cancellation)
    {
        foreach (SiteNode node in nodes)
        {
            foreach (SiteNode other in nodes.Where(other => other != node))
            {
                await node.Admin.SetPeerAsync(other.Name, other.PeerAddress, cancellation);
            }
        }
    }
}
