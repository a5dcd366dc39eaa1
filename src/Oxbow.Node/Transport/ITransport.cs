namespace Oxbow.Node.Transport;

/// <summary>
/// Carries frames between nodes and knows nothing of what they say. Disposing it breaks all its links,
/// dialed and accepted.
/// </summary>
public interface ITransport : IAsyncDisposable
{
    /// <summary>The address at which other nodes reach this one ("127.0.0.1:4711").</summary>
    string LocalAddress { get; }

    /// <summary>Opens a link; ends when the peer's handler has taken it or refused it.</summary>
    /// <exception cref="PeerUnreachableException">Nothing answered at the address, or not in time.</exception>
    /// <exception cref="LinkRefusedException">The peer answered and does not want this link.</exception>
    Task<IPeerLink> ConnectAsync(string address, LinkRequest request, CancellationToken cancellation);

    /// <summary>
    /// Serves incoming links until disposed. Call once. The handler runs for the life of a link. Its first
    /// use of the link takes it; before that it may refuse by throwing <see cref="LinkRefusedException"/>.
    /// When it returns, the link is completed and ended; when it throws, the link is broken. Its token is
    /// cancelled when the link breaks or the transport is disposed.
    /// </summary>
    void Listen(Func<LinkRequest, IPeerLink, CancellationToken, Task> handler);
}
