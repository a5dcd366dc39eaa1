using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Hosting;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Peers;
using Oxbow.Client;
using Oxbow.Node;
using Oxbow.Node.Embedded;

namespace Oxbow.AspNetCore;

/// <summary>Puts a node into a web application.</summary>
public static class OxbowServiceExtensions
{
    /// <summary>
    /// Adds the node, its databases and its two endpoints, which take the place of addresses that the
    /// application has from elsewhere. The databases are opened when the application has started, so that
    /// starting it throws what opening them throws. The application itself uses them by means of
    /// <see cref="IOxbow"/>, which is added too. Needs <see cref="OxbowRouteExtensions.MapOxbow"/> as well.
    /// </summary>
    /// <exception cref="ArgumentException">The options have faults, all listed.</exception>
    public static IServiceCollection AddOxbow(this IServiceCollection services, ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }

        services.AddRoutingCore();
        services.AddSingleton(options);
        services.AddSingleton(provider => new HttpPeerTransport(options.PeerTransport, provider.GetRequiredService<ILogger<HttpPeerTransport>>()));
        services.AddSingleton(provider => new NodeHost(
            options.Node, provider.GetRequiredService<HttpPeerTransport>(), TimeProvider.System, provider.GetRequiredService<ILogger<NodeHost>>()));
        services.AddSingleton<IOxbow>(provider => OxbowNode.Of(provider.GetRequiredService<NodeHost>()));
        services.AddSingleton(provider => new ServerAddresses(
            provider.GetRequiredService<HttpPeerTransport>(), options.Listen, options.AdvertisedClientAddress));
        services.AddSingleton<NodeLifecycle>();
        services.AddSingleton<INodeLifecycle>(provider => provider.GetRequiredService<NodeLifecycle>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<NodeLifecycle>());
        services.AddSingleton(provider => new DatabaseDirectory(
            provider.GetRequiredService<NodeHost>(), provider.GetRequiredService<INodeLifecycle>(), options.MaximumWait));
        services.AddSingleton(_ => new RequestRate(options.MaximumRequestsPerSecondPerClient));
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelSetup>();
        return services;
    }
}
