using Microsoft.AspNetCore.Http;
using Oxbow.Node.Transport;

namespace Oxbow.AspNetCore.Peers;

/// <summary>The end of a link that was dialed. Its first use answers the dialer.</summary>
internal sealed class AcceptedLink(
    OutgoingFrames outgoing, IncomingFrames incoming, HttpContext context, PeerTransportOptions options)
    : HttpPeerLink(outgoing, incoming, options.CloseTimeout)
{
    private readonly OutgoingFrames outgoing = outgoing;
    private readonly IncomingFrames incoming = incoming;
    private readonly Lock opening = new();
    private Task? opened;
    private Task pumping = Task.CompletedTask;

    /// <summary>Whether the link was taken, so that it is too late to refuse it.</summary>
    public bool IsTaken => opened is not null;

    /// <summary>Ends the link in order after its handler returned.</summary>
    /// <exception cref="LinkBrokenException">The handler disposed the link out of order, or the dialer left.</exception>
    public async Task FinishAsync()
    {
        if (IsClosed && outgoing.IsCompleted)
        {
            return;
        }

        await CompleteAsync(CancellationToken.None).ConfigureAwait(false);
        if (!await HasDrainedAsync().ConfigureAwait(false))
        {
            Break();
        }
        else if (TryClose() && !incoming.HasEnded)
        {
            incoming.Stop();
        }
    }

    /// <summary>Waits until nothing of this link touches the HTTP request any more, which may then be reused.</summary>
    public async Task LeaveAsync()
    {
        TryClose();
        await pumping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override ValueTask OpenAsync()
    {
        lock (opening)
        {
            return new ValueTask(opened ??= StartAsync());
        }
    }

    // Until the link is taken there is an answer to give instead.
    protected override void BreakStream()
    {
        if (IsTaken)
        {
            context.Abort();
        }
    }

    private async Task StartAsync()
    {
        try
        {
            context.Response.ContentType = PeerRoute.ContentType;
            await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            throw new LinkBrokenException("The dialer left before the link was open.", cause);
        }

        pumping = PumpAsync();
    }

    // Completing the response here, not when the handler returns, lets a handler complete and read on.
    private async Task PumpAsync()
    {
        await outgoing.PumpAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        await context.Response.CompleteAsync().ConfigureAwait(false);
    }
}
