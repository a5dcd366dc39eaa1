using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Oxbow.Node.Transport;

namespace Oxbow.AspNetCore.Peers;

/// <summary>
/// Carries links between nodes as HTTP/2 streams without TLS. It dials by itself; to be dialed it needs an
/// endpoint of its own (<see cref="PeerEndpointExtensions.ListenForOxbowPeers"/>) and a route
/// (<see cref="PeerEndpointExtensions.MapOxbowPeers"/>) in a web application.
/// </summary>
public sealed class HttpPeerTransport : ITransport
{
    private readonly PeerDialer dialer;
    private ListenOptions? endpoint;

    /// <summary>Prepares the transport; nothing is opened yet.</summary>
    /// <exception cref="ArgumentException">The options have faults; the message lists all of them.</exception>
    public HttpPeerTransport(PeerTransportOptions options, ILogger<HttpPeerTransport> logger)
    {
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }

        Options = options;
        dialer = new PeerDialer(options);
        Listener = new PeerListener(options, logger);
    }

    /// <summary>
    /// The advertised address, or else the one that was bound: with port 0 in the configuration this is how
    /// to learn the port that the system chose.
    /// </summary>
    /// <exception cref="InvalidOperationException">The web application has not started, so no address is known.</exception>
    public string LocalAddress => Options.AdvertisedAddress ?? BoundEndpoint.ToString();

    /// <summary>The endpoint on which this node is dialed, with the port that was bound.</summary>
    /// <exception cref="InvalidOperationException">The web application has not started.</exception>
    public IPEndPoint BoundEndpoint =>
        endpoint?.IPEndPoint is { Port: not 0 } bound
            ? bound
            : throw new InvalidOperationException(
                "The peer endpoint is not bound yet: call ListenForOxbowPeers and start the web application first.");

    /// <summary>Where clients find this node, told to the other end of every link; null (default) to tell nothing.</summary>
    public string? ClientAddress
    {
        get => Listener.ClientAddress;
        set => Listener.ClientAddress = value;
    }

    internal PeerTransportOptions Options { get; }

    internal PeerListener Listener { get; }

    /// <inheritdoc/>
    public Task<IPeerLink> ConnectAsync(string address, LinkRequest request, CancellationToken cancellation) =>
        dialer.ConnectAsync(address, request with { FromClientAddress = ClientAddress }, cancellation);

    /// <inheritdoc/>
    public void Listen(Func<LinkRequest, IPeerLink, CancellationToken, Task> handler) => Listener.Listen(handler);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Listener.Dispose();
        dialer.Dispose();
        return ValueTask.CompletedTask;
    }

    internal void Attach(ListenOptions endpoint)
    {
        if (Interlocked.CompareExchange(ref this.endpoint, endpoint, null) is not null)
        {
            throw new InvalidOperationException("This transport has an endpoint already.");
        }
    }
}
