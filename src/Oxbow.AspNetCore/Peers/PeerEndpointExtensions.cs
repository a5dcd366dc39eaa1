using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Oxbow.AspNetCore.Peers;

/// <summary>Puts a <see cref="HttpPeerTransport"/> into a web application.</summary>
public static class PeerEndpointExtensions
{
    private const int LinksPerConnection = 100;

    /// <summary>
    /// Adds the endpoint on which other nodes dial this one: HTTP/2 without TLS and nothing else. Its port
    /// can be 0; <see cref="HttpPeerTransport.BoundEndpoint"/> then tells the one that was bound.
    /// Also lifts the minimum response data rate and sets HTTP/2 windows and pings for the whole server,
    /// because Kestrel has these only there.
    /// </summary>
    /// <exception cref="ArgumentException">The endpoint is "any address" and no address is advertised, so no other node could be told where to dial.</exception>
    public static void ListenForOxbowPeers(this KestrelServerOptions kestrel, IPEndPoint endpoint, HttpPeerTransport transport)
    {
        PeerTransportOptions options = transport.Options;
        bool isAny = endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any);
        if (isAny && options.AdvertisedAddress is null)
        {
            throw new ArgumentException(
                $"Listening on {endpoint} needs PeerTransportOptions.AdvertisedAddress: the host:port that other nodes dial.", nameof(endpoint));
        }

        KestrelServerLimits limits = kestrel.Limits;
        limits.MinResponseDataRate = null;
        limits.Http2.MaxStreamsPerConnection = LinksPerConnection;
        limits.Http2.InitialStreamWindowSize = options.LinkWindowBytes;
        // Room for every link of the connection: one whose reader is slow does not stop its neighbours.
        limits.Http2.InitialConnectionWindowSize = (int)Math.Min(int.MaxValue, (long)LinksPerConnection * options.LinkWindowBytes);
        limits.Http2.KeepAlivePingDelay = options.KeepAlivePingDelay;
        limits.Http2.KeepAlivePingTimeout = options.KeepAlivePingTimeout;
        kestrel.Listen(endpoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            transport.Attach(listen);
        });
    }

    /// <summary>
    /// Serves links at /peer/{database}/{purpose}. They end when the application begins to stop, so that
    /// open links do not hold it up.
    /// </summary>
    public static IEndpointConventionBuilder MapOxbowPeers(this IEndpointRouteBuilder endpoints, HttpPeerTransport transport)
    {
        endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>()
            .ApplicationStopping.Register(transport.Listener.Dispose);
        RequestDelegate serve = transport.Listener.ServeAsync;
        return endpoints.MapPost(PeerRoute.Pattern, serve).ExcludeFromDescription();
    }
}
