using Microsoft.Extensions.Logging.Abstractions;
using Oxbow.Node;
using Oxbow.Node.Transport;

namespace Oxbow.Cli.Lab.InProcess;

/// <summary>Every server and client in this process, with journals in memory: the same nodes without sockets and start-up.</summary>
internal sealed class InProcessCluster : ILabCluster
{
    private readonly InProcessNetwork network = new();
    private readonly List<InProcessServer> servers = [];

    public async Task<ILabServer> StartServerAsync(
        string name, IReadOnlyList<ILabServer> peers, bool isPaused, CancellationToken cancellation)
    {
        var transport = network.CreateTransport(name);
        NodeOptions options = new() { Name = name, DataFolder = null, StartPaused = isPaused };
        NodeHost node = new(options, transport, TimeProvider.System, NullLogger.Instance);
        foreach (var peer in peers.Cast<InProcessServer>())
        {
            node.Peers.Learn(peer.Name, peer.Name);
            peer.Node.Peers.Learn(name, name);
        }

        var database = await node.OpenAsync(InProcessServer.Database, [.. peers.Select(peer => peer.Name)], cancellation);
        node.Listen();
        InProcessServer server = new(node, database, transport);
        servers.Add(server);
        return server;
    }

    public ILabClient StartClient(string name) => new InProcessClient();

    public async ValueTask DisposeAsync() => await Task.WhenAll(servers.Select(server => server.EndAsync()));
}
