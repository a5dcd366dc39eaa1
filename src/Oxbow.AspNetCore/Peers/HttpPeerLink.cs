using Oxbow.Node.Transport;

namespace Oxbow.AspNetCore.Peers;

/// <summary>A link over one HTTP/2 stream; the two ends differ in how they open and how they break it.</summary>
internal abstract class HttpPeerLink(OutgoingFrames outgoing, IncomingFrames incoming, TimeSpan closeTimeout) : IPeerLink
{
    private int isClosed;

    public virtual string? PeerClientAddress => null;

    protected bool IsClosed => Volatile.Read(ref isClosed) != 0;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        await UseAsync().ConfigureAwait(false);
        await outgoing.SendAsync(frame, cancellation).ConfigureAwait(false);
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation)
    {
        await UseAsync().ConfigureAwait(false);
        try
        {
            return await incoming.ReceiveAsync(cancellation).ConfigureAwait(false);
        }
        catch (LinkBrokenException)
        {
            Break();
            throw;
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        await UseAsync().ConfigureAwait(false);
        await outgoing.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (outgoing.IsCompleted && incoming.HasEnded && await HasDrainedAsync().ConfigureAwait(false))
        {
            TryClose();
        }
        else
        {
            Break();
        }
    }

    /// <summary>Ends both directions at once; every waiting call at either end is told.</summary>
    public void Break()
    {
        if (TryClose())
        {
            outgoing.Stop();
            BreakStream();
        }
    }

    /// <summary>Marks this end as closed; false when it was already.</summary>
    protected bool TryClose()
    {
        bool isFirst = Interlocked.Exchange(ref isClosed, 1) == 0;
        if (isFirst)
        {
            OnClosed();
        }

        return isFirst;
    }

    /// <summary>Lets go of what the link held on to while it was open. Called once.</summary>
    protected virtual void OnClosed()
    {
    }

    /// <summary>Opens the link when this end has not done so yet.</summary>
    protected abstract ValueTask OpenAsync();

    /// <summary>Resets the HTTP/2 stream. Called once.</summary>
    protected abstract void BreakStream();

    /// <summary>Waits until what is queued was handed over; false when it takes too long.</summary>
    protected async Task<bool> HasDrainedAsync()
    {
        try
        {
            await outgoing.Ended.WaitAsync(closeTimeout).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private ValueTask UseAsync() =>
        IsClosed ? throw new LinkBrokenException("The link has ended at this end.") : OpenAsync();
}
