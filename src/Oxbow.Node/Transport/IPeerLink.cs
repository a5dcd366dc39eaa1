namespace Oxbow.Node.Transport;

/// <summary>
/// An ordered duplex stream of frames between two nodes. Any number of callers may send at a time; one may
/// receive. To end in order: complete, receive until null, dispose.
/// </summary>
public interface IPeerLink : IAsyncDisposable
{
    /// <summary>At the end that dialed: where clients find the node at the other end; null when it did not say.</summary>
    string? PeerClientAddress => null;

    /// <summary>
    /// Sends one frame (1 byte up to the transport's limit, by default 4 MiB). Ends when the transport has
    /// taken it, which waits while the other end does not read; a cancelled send has sent nothing and the
    /// link goes on. The memory may be reused afterwards.
    /// </summary>
    /// <exception cref="LinkBrokenException">The link has ended out of order, or the other end has left.</exception>
    /// <exception cref="InvalidOperationException">This end has completed.</exception>
    /// <exception cref="ArgumentException">The frame is empty or over the limit; the link goes on.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation);

    /// <summary>
    /// The next frame, or null when the other end has completed and all its frames were received. The
    /// memory is the caller's for good. A cancelled receive loses no frame and the link goes on.
    /// </summary>
    /// <exception cref="LinkBrokenException">The link has ended out of order.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation);

    /// <summary>
    /// No more frames from this end; the other end receives null after the frames sent so far. Does not wait
    /// for the other end to read them. Completing twice is harmless.
    /// </summary>
    ValueTask CompleteAsync(CancellationToken cancellation);
}
