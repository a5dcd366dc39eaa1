namespace Oxbow.AspNetCore.Peers;

/// <summary>The end of a link that dialed.</summary>
internal sealed class DialedLink(
    OutgoingFrames outgoing,
    IncomingFrames incoming,
    HttpResponseMessage response,
    CancellationTokenSource request,
    PeerTransportOptions options)
    : HttpPeerLink(outgoing, incoming, options.CloseTimeout)
{
    private readonly IncomingFrames incoming = incoming;

    private CancellationTokenRegistration onStop;

    public override string? PeerClientAddress { get; } = PeerRoute.ClientAddressOf(response);

    /// <summary>Breaks the link when <paramref name="stopping"/> is cancelled.</summary>
    public void BreakOn(CancellationToken stopping) => onStop = stopping.Register(Break);

    protected override ValueTask OpenAsync() => ValueTask.CompletedTask;

    protected override void BreakStream()
    {
        incoming.Stop();
        request.Cancel();
        response.Dispose();
    }

    protected override void OnClosed() => onStop.Unregister();
}
