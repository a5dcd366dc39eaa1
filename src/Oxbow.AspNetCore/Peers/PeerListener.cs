using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using Oxbow.Node.Transport;

namespace Oxbow.AspNetCore.Peers;

/// <summary>Serves the links that other nodes open.</summary>
internal sealed class PeerListener(PeerTransportOptions options, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Func<LinkRequest, IPeerLink, CancellationToken, Task>? handler;
    private int openLinks;

    /// <summary>Where clients find this node; null to tell nothing.</summary>
    public string? ClientAddress { get; set; }

    public void Listen(Func<LinkRequest, IPeerLink, CancellationToken, Task> handler)
    {
        if (Interlocked.CompareExchange(ref this.handler, handler, null) is not null)
        {
            throw new InvalidOperationException("This transport listens already.");
        }
    }

    public void Dispose() => stopping.Cancel();

    public async Task ServeAsync(HttpContext context)
    {
        try
        {
            if (Interlocked.Increment(ref openLinks) > options.MaximumIncomingLinks)
            {
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, new LinkRefusedException(
                    LinkRefusalCodes.TooManyLinks, $"This node serves at most {options.MaximumIncomingLinks} links at a time.")).ConfigureAwait(false);
            }
            else if (handler is not { } serve || stopping.IsCancellationRequested)
            {
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, new LinkRefusedException(
                    LinkRefusalCodes.NotListening, "This node does not serve links now.")).ConfigureAwait(false);
            }
            else if (!HttpProtocol.IsHttp2(context.Request.Protocol))
            {
                await RefuseAsync(context, StatusCodes.Status426UpgradeRequired, new LinkRefusedException(
                    LinkRefusalCodes.Http2Required, "A link needs HTTP/2; dial the peer endpoint of this node.")).ConfigureAwait(false);
            }
            else
            {
                await ServeAsync(context, PeerRoute.FromHttp(context), serve).ConfigureAwait(false);
            }
        }
        catch (LinkRefusedException fault)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref openLinks);
        }
    }

    private async Task ServeAsync(
        HttpContext context, LinkRequest request, Func<LinkRequest, IPeerLink, CancellationToken, Task> serve)
    {
        LiftHttpLimits(context);
        PeerRoute.TellClientAddress(context.Response, ClientAddress);
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping.Token);
        var link = new AcceptedLink(
            new OutgoingFrames(options), new IncomingFrames(context.Request.BodyReader, options.MaximumFrameBytes), context, options);
        using var onEnd = lifetime.Token.Register(() =>
        {
            link.Break();
            context.Abort();
        });
        try
        {
            await serve(request, link, lifetime.Token).ConfigureAwait(false);
            await link.FinishAsync().ConfigureAwait(false);
        }
        catch (LinkRefusedException refusal) when (!link.IsTaken)
        {
            await RefuseAsync(context, StatusCodes.Status409Conflict, refusal).ConfigureAwait(false);
        }
        catch (Exception failure) when (!link.IsTaken && !lifetime.IsCancellationRequested)
        {
            PeerLogMessages.HandlerFailed(logger, request.Database, request.Purpose, request.FromName, failure);
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, new LinkRefusedException(
                LinkRefusalCodes.ListenerFailed, "The node failed while it took the link; its log says why.")).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            if (failure is not (LinkBrokenException or OperationCanceledException))
            {
                PeerLogMessages.HandlerFailed(logger, request.Database, request.Purpose, request.FromName, failure);
            }

            link.Break();
        }
        finally
        {
            await link.LeaveAsync().ConfigureAwait(false);
        }
    }

    // A link may be silent, slow and endless; frame size, window, queue and pings bound it instead.
    private static void LiftHttpLimits(HttpContext context)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        context.Features.GetRequiredFeature<IHttpMinRequestBodyDataRateFeature>().MinDataRate = null;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Extensions(LinkRefusedException refusal)
    {
        yield return new(PeerRoute.CodeMember, refusal.Code);
        if (refusal.OtherDatabase is { } other)
        {
            yield return new(PeerRoute.DatabaseIdMember, other.ToString());
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, LinkRefusedException refusal) =>
        TypedResults.Problem(
            detail: refusal.Reason,
            statusCode: status,
            title: "The link was refused.",
            extensions: Extensions(refusal)).ExecuteAsync(context);
}
