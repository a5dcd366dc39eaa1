using Microsoft.Extensions.Logging.Abstractions;
using Oxbow.Node;
using Oxbow.Node.Databases;
using Oxbow.Node.Transport;

namespace Oxbow.Cli.Lab.InProcess;

/// <summary>Every server is a node of this process, with its data in memory: the same protocol, without processes, sockets and disks.</summary>
internal sealed class InProcessCluster(LabDialect dialect = LabDialect.Playlist) : ILabCluster
{
    private const string Database = "main";

    private readonly InProcessNetwork network = new();
    private readonly List<InProcessServer> servers = [];

    public async Task<ILabServer> StartServerAsync(
        string name, IReadOnlyList<ILabServer> peers, bool isPaused, CancellationToken cancellation)
    {
        InProcessTransport transport = network.CreateTransport(name);
        NodeOptions options = new()
        {
            Name = name,
            DataFolder = null,
            StartPaused = isPaused,
            WithoutPrimary = dialect is LabDialect.KeyValue,
        };
        NodeHost node = new(options, transport, TimeProvider.System, NullLogger.Instance);
        foreach (ILabServer peer in peers)
        {
            node.Peers.Learn(peer.Name, peer.Name);
        }

        node.Listen();
        DatabaseHost database = await node.OpenAsync(Database, DatabaseSource.Of(peers.Count == 0, [.. peers.Select(peer => peer.Name)]), cancellation);
        foreach (InProcessServer peer in peers.Cast<InProcessServer>())
        {
            peer.Meet(name);
        }

        InProcessServer server = new(node, database, transport);
        servers.Add(server);
        return server;
    }

    public ILabClient StartClient(string name) => new InProcessClient(dialect);

    public async ValueTask DisposeAsync() => await Task.WhenAll(servers.Select(server => server.EndAsync()));
}
