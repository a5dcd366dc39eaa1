using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Oxbow.AspNetCore.Hosting;
using Oxbow.Node;
using Oxbow.Node.Errors;

namespace Oxbow.AspNetCore;

/// <summary>
/// A server of its own: a node with its databases behind two endpoints. Reads no configuration and hooks no signal.
/// </summary>
public sealed class OxbowServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly NodeLifecycle lifecycle;
    private readonly ServerAddresses addresses;

    private OxbowServer(WebApplication application)
    {
        this.application = application;
        lifecycle = application.Services.GetRequiredService<NodeLifecycle>();
        addresses = application.Services.GetRequiredService<ServerAddresses>();
        Node = application.Services.GetRequiredService<NodeHost>();
    }

    /// <summary>The node, with all its databases open.</summary>
    public NodeHost Node { get; }

    /// <summary>Where clients find it, with the port that was bound.</summary>
    public Uri ClientAddress => new(addresses.ClientAddress!);

    /// <summary>Where other nodes find it, as host:port.</summary>
    public string PeerAddress => addresses.PeerAddress;

    /// <summary>
    /// Ends when the node has retired and its operator was told. Faulted when a bug or a broken disk stopped a
    /// database (<see cref="Storage.JournalFailedException"/>): the process has to end, since nothing that is not
    /// on disk may be told.
    /// </summary>
    public Task Ended => lifecycle.Ended;

    /// <summary>
    /// Starts a server; when this has returned its databases are open and it serves, or <see cref="Ended"/> has ended.
    /// </summary>
    /// <param name="options">Its settings.</param>
    /// <param name="configureLogging">Where it logs; null for nowhere.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="ArgumentException">The options have faults, all listed.</exception>
    /// <exception cref="IOException">An endpoint is taken, or the data folder cannot be used.</exception>
    /// <exception cref="NodeException">
    /// A database is not here and is not to be made or joined, or is another one than said.
    /// </exception>
    /// <exception cref="Storage.FolderInUseException">Another process has the data.</exception>
    /// <exception cref="Storage.JournalDamagedException">The journal is damaged.</exception>
    public static async Task<OxbowServer> StartAsync(ServerOptions options, Action<ILoggingBuilder>? configureLogging, CancellationToken cancellation)
    {
        // Empty: no files to watch, no sources of configuration, nothing in the pipeline that is not used.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        configureLogging?.Invoke(builder.Logging);
        builder.Services.AddOxbow(options);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        WebApplication application = builder.Build();
        try
        {
            application.MapOxbow();
            await application.StartAsync(cancellation).ConfigureAwait(false);
            return new(application);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops serving, ends links and databases, and releases the data.</summary>
    public async ValueTask DisposeAsync()
    {
        await application.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The program decides when the server ends, not the host.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
