using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Oxbow.AspNetCore.Peers;

namespace Oxbow.AspNetCore.Tests.Peers;

/// <summary>A web application with a client endpoint and a peer endpoint, both on ports of the system's choice.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private PeerServer(WebApplication application, HttpPeerTransport transport)
    {
        this.application = application;
        Transport = transport;
    }

    public HttpPeerTransport Transport { get; }

    /// <summary>The HTTP/1.1 endpoint for clients.</summary>
    public Uri ClientAddress => new(application.Urls.Single(url => !url.EndsWith(Transport.LocalAddress, StringComparison.Ordinal)));

    public static async Task<PeerServer> StartAsync(PeerTransportOptions? options = null)
    {
        var transport = new HttpPeerTransport(options ?? new PeerTransportOptions(), NullLogger<HttpPeerTransport>.Instance);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.ListenForOxbowPeers(new IPEndPoint(IPAddress.Loopback, 0), transport);
        });
        WebApplication application = builder.Build();
        application.MapGet("/", () => "client");
        application.MapOxbowPeers(transport);
        await application.StartAsync();
        return new PeerServer(application, transport);
    }

    public Task StopAsync() => application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await Transport.DisposeAsync();
        await application.DisposeAsync();
    }
}
