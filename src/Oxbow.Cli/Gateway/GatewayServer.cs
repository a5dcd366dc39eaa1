using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Oxbow.Client;

namespace Oxbow.Cli.Gateway;

/// <summary>A stateless front end of several nodes.</summary>
internal sealed class GatewayServer : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    private readonly WebApplication application;
    private readonly Forwarder forwarder;

    private GatewayServer(WebApplication application, Forwarder forwarder, NodeSelector nodes, Uri address)
    {
        this.application = application;
        this.forwarder = forwarder;
        Nodes = nodes;
        Address = address;
    }

    /// <summary>Where clients find it, with the port that was bound.</summary>
    public Uri Address { get; }

    /// <summary>The nodes behind it.</summary>
    public NodeSelector Nodes { get; }

    public static async Task<GatewayServer> StartAsync(
        IPEndPoint listen, OxbowClientOptions options, CancellationToken cancellation)
    {
        NodeSelector nodes = new(options);
        Forwarder forwarder = new(nodes);
        ListenOptions? bound = null;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = GatewayLimits.HeaderBytes;
            kestrel.Limits.MaxRequestBodySize = GatewayLimits.BodyBytesHeard;
            kestrel.Listen(listen, endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1;
                bound = endpoint;
            });
        });
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        WebApplication application = builder.Build();
        application.Run(forwarder.ServeAsync);
        await application.StartAsync(cancellation);
        return new(application, forwarder, nodes, new Uri($"http://{bound!.IPEndPoint}"));
    }

    public async ValueTask DisposeAsync()
    {
        forwarder.Stop();
        await application.StopAsync(CancellationToken.None);
        await application.DisposeAsync();
        forwarder.Dispose();
    }

    /// <summary>The verb decides when the gateway ends, not the host.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
