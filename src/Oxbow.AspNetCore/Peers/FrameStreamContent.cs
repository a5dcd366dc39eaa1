using System.Net;

namespace Oxbow.AspNetCore.Peers;

/// <summary>A request body that stays open and carries frames as they are sent.</summary>
internal sealed class FrameStreamContent : HttpContent
{
    private readonly OutgoingFrames outgoing;

    public FrameStreamContent(OutgoingFrames outgoing)
    {
        this.outgoing = outgoing;
        Headers.ContentType = PeerRoute.MediaType;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        outgoing.PumpAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        outgoing.PumpAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
