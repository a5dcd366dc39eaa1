using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oxbow.AspNetCore.Admin;
using Oxbow.AspNetCore.Changes;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Documents;
using Oxbow.AspNetCore.Health;
using Oxbow.AspNetCore.Hosting;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.OpenApi;
using Oxbow.AspNetCore.Peers;
using Oxbow.AspNetCore.Problems;
using Oxbow.AspNetCore.States;
using Oxbow.AspNetCore.Writes;
using Oxbow.Node;

namespace Oxbow.AspNetCore;

/// <summary>Puts Oxbow's paths into a web application.</summary>
public static class OxbowRouteExtensions
{
    /// <summary>
    /// Serves clients under <c>/db</c> and <c>/state</c>, operators under <c>/admin</c>, health checks under <c>/health</c>,
    /// other nodes under <c>/peer</c>, and the description of all that at <c>/openapi.json</c>. Needs <see cref="OxbowServiceExtensions.AddOxbow"/>.
    /// </summary>
    public static IEndpointRouteBuilder MapOxbow(this IEndpointRouteBuilder endpoints)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        NodeHost node = services.GetRequiredService<NodeHost>();
        MapClientPaths(endpoints, services.GetRequiredService<DatabaseDirectory>());
        MapWaitingPaths(endpoints, services.GetRequiredService<DatabaseDirectory>(), node);
        MapAdminPaths(endpoints, node);
        Map(endpoints, "/admin/level/{database}", (HttpMethods.Post, new LevelResource(services.GetRequiredService<DatabaseDirectory>()).PostAsync));
        Map(endpoints, "/admin/databases/{database}/evictions", (HttpMethods.Post, new EvictionResource(services.GetRequiredService<DatabaseDirectory>()).PostAsync));
        HealthResource health = new(services.GetRequiredService<INodeLifecycle>(), node);
        Map(endpoints, "/state", (HttpMethods.Get, new StateResource(node, services.GetRequiredService<ServerAddresses>()).GetAsync));
        Map(endpoints, "/health/live", (HttpMethods.Get, health.GetLiveAsync));
        Map(endpoints, "/health/ready", (HttpMethods.Get, health.GetReadyAsync));
        Map(endpoints, OpenApiResource.Path, (HttpMethods.Get, OpenApiResource.GetAsync));
        endpoints.MapOxbowPeers(services.GetRequiredService<HttpPeerTransport>());
        endpoints.MapFallback("{**path}", RefusePath);
        return endpoints;
    }

    private static void MapClientPaths(IEndpointRouteBuilder endpoints, DatabaseDirectory databases)
    {
        DocumentResource document = new(databases);
        Map(
            endpoints,
            "/db/{database}/{collection}/{**key}",
            (HttpMethods.Put, document.PutAsync),
            (HttpMethods.Get, document.GetAsync),
            (HttpMethods.Delete, document.DeleteAsync));
        Map(endpoints, "/db/{database}/{collection}", (HttpMethods.Get, new CollectionResource(databases).GetAsync));
        Map(endpoints, "/db/{database}/writes", (HttpMethods.Post, new WritesResource(databases).PostAsync));
        Map(endpoints, "/db/{database}/log", (HttpMethods.Get, new LogResource(databases).GetAsync));
        Map(endpoints, "/db/{database}/status", (HttpMethods.Get, new StatusResource(databases).GetAsync));
    }

    /// <summary>What may take a while, because it waits for news.</summary>
    private static void MapWaitingPaths(IEndpointRouteBuilder endpoints, DatabaseDirectory databases, NodeHost node)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        FateResource fate = new(databases, node, services.GetRequiredService<ServerOptions>().MaximumWait);
        ChangesResource changes = new(databases, node, services.GetRequiredService<INodeLifecycle>());
        Map(endpoints, "/db/{database}/writes/{id}", (HttpMethods.Get, fate.GetAsync));
        Map(endpoints, "/db/{database}/changes", (HttpMethods.Get, changes.GetAsync));
    }

    private static void MapAdminPaths(IEndpointRouteBuilder endpoints, NodeHost node)
    {
        PauseResource pause = new(node);
        Map(endpoints, "/admin/status", (HttpMethods.Get, new NodeStatusResource(node, endpoints.ServiceProvider.GetRequiredService<ServerAddresses>()).GetAsync));
        Map(endpoints, "/admin/state", (HttpMethods.Put, new StateOrderResource(node).PutAsync));
        Map(endpoints, "/admin/peers/{name}", (HttpMethods.Put, new PeerResource(node).PutAsync));
        Map(endpoints, "/admin/links/{name}", (HttpMethods.Put, new LinkResource(node).PutAsync));
        Map(endpoints, "/admin/pause", (HttpMethods.Post, pause.PauseAsync));
        Map(endpoints, "/admin/resume", (HttpMethods.Post, pause.ResumeAsync));
        Map(endpoints, "/admin/exchange/{name}", (HttpMethods.Post, new ExchangeResource(node).PostAsync));
        PrimaryResource primary = new(node);
        Map(endpoints, "/admin/databases/{database}/primary", (HttpMethods.Get, primary.GetAsync), (HttpMethods.Post, primary.PostAsync));
        Map(endpoints, "/admin/retire", (HttpMethods.Post, new RetireResource(node, endpoints.ServiceProvider.GetRequiredService<INodeLifecycle>()).PostAsync));
    }

    private static void Map(IEndpointRouteBuilder endpoints, string pattern, params (string Method, RequestDelegate Serve)[] handlers)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Oxbow.AspNetCore");

        // Who watches or mends a node is heard also while clients ask too much.
        RequestRate? rate = pattern.StartsWith("/db/", StringComparison.Ordinal) ? services.GetRequiredService<RequestRate>() : null;
        Resource resource = new(logger, rate, handlers);
        RequestDelegate serve = resource.ServeAsync;
        endpoints.Map(pattern, serve).WithMetadata(resource);
    }

    private static Task RefusePath(HttpContext context) => new Problem(
        StatusCodes.Status404NotFound, ProblemCodes.PathNotFound, "There is nothing at this path; documents are at /db/{database}/{collection}/{key}.").SendAsync(context);
}
