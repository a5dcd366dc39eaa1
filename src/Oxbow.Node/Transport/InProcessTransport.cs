using System.Collections.Concurrent;

namespace Oxbow.Node.Transport;

/// <summary>A transport between nodes of one process; made by <see cref="InProcessNetwork.CreateTransport"/>.</summary>
public sealed class InProcessTransport : ITransport
{
    private readonly InProcessNetwork network;
    private readonly ConcurrentDictionary<InProcessLink, bool> links = new();
    private volatile Func<LinkRequest, IPeerLink, CancellationToken, Task>? handler;
    private volatile bool disposed;

    internal InProcessTransport(InProcessNetwork network, string address)
    {
        this.network = network;
        LocalAddress = address;
    }

    /// <inheritdoc/>
    public string LocalAddress { get; }

    /// <inheritdoc/>
    public async Task<IPeerLink> ConnectAsync(string address, LinkRequest request, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        request.Validate();
        InProcessTransport peer = network.Find(address)
            ?? throw new PeerUnreachableException(address, "no node of this process has that name.");

        var (here, there) = InProcessLink.CreatePair();
        Track(here);
        _ = Task.Run(() => peer.ServeAsync(request, there), CancellationToken.None);
        try
        {
            await there.Taken.WaitAsync(cancellation).ConfigureAwait(false);
            return here;
        }
        catch
        {
            await here.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Listen(Func<LinkRequest, IPeerLink, CancellationToken, Task> handler)
    {
        if (Interlocked.CompareExchange(ref this.handler, handler, null) is not null)
        {
            throw new InvalidOperationException("This transport listens already.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        disposed = true;
        network.Remove(this);
        foreach (InProcessLink link in links.Keys)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(LinkRequest request, InProcessLink link)
    {
        try
        {
            var serve = handler ?? throw new LinkRefusedException(
                LinkRefusalCodes.NotListening, "The node does not serve links yet.");
            Track(link);
            await serve(request, link, link.Broken).ConfigureAwait(false);
            await link.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            link.Refuse(failure as LinkRefusedException ?? new LinkRefusedException(
                LinkRefusalCodes.ListenerFailed, $"The handler failed: {failure.Message}"));
        }
        finally
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Adding before looking: a link opened while the transport is disposed is seen by one of the two.
    private void Track(InProcessLink link)
    {
        links.TryAdd(link, true);
        _ = link.Disposed.ContinueWith(_ => links.TryRemove(link, out bool _), TaskScheduler.Default);
        if (disposed)
        {
            link.Break();
        }
    }
}
