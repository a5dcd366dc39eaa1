using System.Net;
using System.Net.Sockets;
using Oxbow.Node.Tests.Transport;
using Oxbow.Node.Transport;

namespace Oxbow.AspNetCore.Tests.Peers;

public sealed class HttpPeerTransportTests : TransportContract
{
    private readonly List<PeerServer> servers = [];
    private readonly Socket bound = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public HttpPeerTransportTests()
    {
        // Bound but not listening: the port stays free of others and refuses connections.
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    protected override string AddressOfNobody => bound.LocalEndPoint!.ToString()!;

    protected override async Task<ITransport> CreateAsync(string name)
    {
        PeerServer server = await PeerServer.StartAsync();
        servers.Add(server);
        return server.Transport;
    }

    protected override async ValueTask CleanUpAsync()
    {
        foreach (PeerServer server in servers)
        {
            await server.DisposeAsync();
        }

        bound.Dispose();
    }
}
