using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Oxbow.AspNetCore.Peers;

namespace Oxbow.AspNetCore.Hosting;

/// <summary>Where the server is found, with the ports that were bound.</summary>
/// <param name="transport">The transport to other nodes, which knows its own address.</param>
/// <param name="listen">The endpoint for clients; port 0 lets the system choose.</param>
/// <param name="advertisedClientAddress">Where clients are told to find it; null for the bound address.</param>
internal sealed class ServerAddresses(HttpPeerTransport transport, IPEndPoint listen, string? advertisedClientAddress)
{
    private ListenOptions? client;

    /// <summary>Where clients find it, such as <c>http://127.0.0.1:4800</c>; null before it is bound.</summary>
    public string? ClientAddress => client?.IPEndPoint is { Port: not 0 } bound ? $"http://{bound}" : null;

    /// <summary>Where clients are told to find it; null when that is not known.</summary>
    public string? AdvertisedClientAddress =>
        advertisedClientAddress
        ?? (listen.Address.Equals(IPAddress.Any) || listen.Address.Equals(IPAddress.IPv6Any) ? null : ClientAddress);

    /// <summary>Where other nodes find it, as <c>host:port</c>.</summary>
    public string PeerAddress => transport.LocalAddress;

    /// <summary>Adds the clients' endpoint.</summary>
    public void Listen(KestrelServerOptions kestrel) => kestrel.Listen(listen, options =>
    {
        options.Protocols = HttpProtocols.Http1;
        client = options;
    });
}
