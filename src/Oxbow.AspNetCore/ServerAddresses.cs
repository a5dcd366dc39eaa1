using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Oxbow.AspNetCore.Peers;

namespace Oxbow.AspNetCore;

/// <summary>Where the server is found, with the ports that were bound.</summary>
internal sealed class ServerAddresses(HttpPeerTransport transport, ServerOptions options)
{
    private ListenOptions? client;

    /// <summary>Where clients find it, such as <c>http://127.0.0.1:4800</c>; null before it is bound.</summary>
    public string? ClientAddress => client?.IPEndPoint is { Port: not 0 } bound ? $"http://{bound}" : null;

    /// <summary>Where clients are told to find it; null when that is not known.</summary>
    public string? AdvertisedClientAddress =>
        options.AdvertisedClientAddress
        ?? (options.Listen.Address.Equals(IPAddress.Any) || options.Listen.Address.Equals(IPAddress.IPv6Any) ? null : ClientAddress);

    /// <summary>Where other nodes find it, as <c>host:port</c>.</summary>
    public string PeerAddress => transport.LocalAddress;

    /// <summary>Adds the clients' endpoint.</summary>
    public void Listen(KestrelServerOptions kestrel, IPEndPoint endpoint) => kestrel.Listen(endpoint, listen =>
    {
        listen.Protocols = HttpProtocols.Http1;
        client = listen;
    });
}
