using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Oxbow.AspNetCore.Hosting;
using Oxbow.AspNetCore.Peers;
using Oxbow.Node;

namespace Oxbow.AspNetCore;

/// <summary>Opens the databases once the ports are bound, and tells when the node has come to its end.</summary>
internal sealed class NodeLifecycle(ServerOptions options, NodeHost node, HttpPeerTransport transport, ServerAddresses addresses, ILogger<NodeLifecycle> logger) : IHostedLifecycleService, INodeLifecycle
{
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationToken Stopping => stopping.Token;

    public bool IsReady { get; private set; }

    public Task Ended => ended.Task;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach ((string name, string address) in options.Peers)
        {
            node.Peers.Learn(name, address);
        }

        transport.ClientAddress = addresses.AdvertisedClientAddress;
        _ = WatchAsync();
        _ = EndOnceRetiredAsync();
        node.Listen();
        if (await OpenAsync(cancellationToken).ConfigureAwait(false))
        {
            IsReady = true;
            ServerLogMessages.Serving(logger, node.Name, addresses.ClientAddress!, addresses.PeerAddress);
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => stopping.CancelAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void EndRetired() => ended.TrySetResult();

    /// <summary>
    /// Opens the databases. False when the node came to its end before: one database had to stop, or all that are here
    /// retired, while another one waited to be joined.
    /// </summary>
    private async Task<bool> OpenAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource givingUp = CancellationTokenSource.CreateLinkedTokenSource(
            cancellation, stopping.Token);
        Task opened = node.OpenAllAsync(options.Databases, options.Source, givingUp.Token);
        if (await Task.WhenAny(opened, Ended).ConfigureAwait(false) == opened)
        {
            await opened.ConfigureAwait(false);
            return true;
        }

        await givingUp.CancelAsync().ConfigureAwait(false);
        await opened.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return false;
    }

    /// <summary>
    /// Also when nobody asked here: a restarted node may have gone on with a retirement handover that was cut.
    /// </summary>
    private async Task EndOnceRetiredAsync()
    {
        await node.Retired.ConfigureAwait(false);

        // The operator who waits for the answer gets it first.
        await Task.Delay(options.ShutdownTimeout, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        EndRetired();
    }

    private async Task WatchAsync()
    {
        try
        {
            await node.Failed.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            ended.TrySetException(failure);
            _ = ended.Task.Exception;
        }
    }
}
