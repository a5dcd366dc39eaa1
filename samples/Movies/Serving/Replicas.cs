using System.Net;
using Oxbow.AspNetCore;

namespace Movies.Serving;

/// <summary>
/// Three nodes in one process, to have them at hand. Nothing but the process is shared: each has its own endpoints,
/// data and links, as an <c>oxbow serve</c> has.
/// </summary>
internal sealed class Replicas : IAsyncDisposable
{
    private static readonly string[] Names = ["paris", "oslo", "rome"];

    private readonly List<OxbowServer> servers = [];

    private Replicas()
    {
    }

    public IReadOnlyList<OxbowServer> All => servers;

    /// <summary>Starts them, one after the other: the first creates the database, the others join it.</summary>
    /// <param name="folder">Where their data is; null for memory.</param>
    /// <param name="port">The first port; 0 for any free ones.</param>
    /// <param name="cancellation">Gives up starting.</param>
    public static async Task<Replicas> StartAsync(string? folder, int port, CancellationToken cancellation)
    {
        var replicas = new Replicas();
        try
        {
            for (var index = 0; index < Names.Length; index++)
            {
                var options = replicas.OptionsOf(Names[index], folder, port is 0 ? 0 : port + (2 * index), port is 0 ? 0 : port + (2 * index) + 1);
                replicas.servers.Add(await OxbowServer.StartAsync(options, configureLogging: null, cancellation));
            }

            return replicas;
        }
        catch
        {
            await replicas.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }

    private ServerOptions OptionsOf(string name, string? folder, int port, int peerPort) => new()
    {
        Node = new() { Name = name, DataFolder = folder is null ? null : Path.Combine(folder, name) },
        Listen = new(IPAddress.Loopback, port),
        PeerListen = new(IPAddress.Loopback, peerPort),
        Create = servers.Count == 0,
        JoinAddresses = [.. servers.Select(server => server.PeerAddress)],
        Peers = servers.ToDictionary(server => server.Node.Name, server => server.PeerAddress),
    };
}
