using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Oxbow.Client;
using Oxbow.Wire.Sessions;

namespace Oxbow.Cli.Gateway;

/// <summary>Forwards requests to one of several nodes, and repeats at another one what has no effect yet.</summary>
internal sealed class Forwarder(NodeDirectory nodes) : IDisposable
{
    private const string SessionHeader = "Oxbow-Session";
    private const string IdempotencyHeader = "Idempotency-Key";
    private const int MarkCharacters = 8;

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly CancellationTokenSource stopping = new();
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
    });

    private int newSessions;

    /// <summary>Serves one request.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith("/db/", StringComparison.Ordinal) && target.Split('?')[0] != "/state")
        {
            await GatewayProblem.SendAsync(context, StatusCodes.Status404NotFound, "path_not_found", "A gateway forwards /db/... and /state alone; turn to a node itself for the rest.");
            return;
        }

        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping.Token);
        try
        {
            if (await BodyReader.TryReadAsync(context.Request, ending.Token) is { } body)
            {
                await TryNodesAsync(context, target, body, ending.Token);
            }
            else
            {
                await GatewayProblem.SendAsync(context, StatusCodes.Status413PayloadTooLarge, "value_too_large", $"The body is larger than {GatewayLimits.BodyBytes} bytes: store it in several documents or writes.");
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or HttpRequestException)
        {
            // The client has left, the gateway stops, or a node was lost in the middle of its answer.
            context.Abort();
        }
    }

    /// <summary>Ends what is being served: streams of changes have no end of their own.</summary>
    public void Stop() => stopping.Cancel();

    public void Dispose()
    {
        http.Dispose();
        stopping.Dispose();
    }

    private async Task TryNodesAsync(HttpContext context, string target, byte[] body, CancellationToken cancellation)
    {
        IReadOnlyList<Uri> candidates = await nodes.CandidatesAsync(PreferredFor(context.Request), cancellation);
        for (int index = 0; index < candidates.Count; index++)
        {
            Uri node = candidates[index];
            using HttpRequestMessage request = HeaderCopy.Request(context.Request, new Uri(node.GetLeftPart(UriPartial.Authority) + target, AsWritten), body);
            try
            {
                using HttpResponseMessage answer = await http.SendAsync(request, cancellation);
                if (await FindRefusalAsync(answer, cancellation) is { } condition)
                {
                    nodes.Report(node, condition);
                    if (index + 1 < candidates.Count)
                    {
                        continue;
                    }
                }

                await AnswerAsync(context, node, answer, cancellation);
                return;
            }
            catch (HttpRequestException failure) when (!context.Response.HasStarted)
            {
                nodes.Report(node, NodeCondition.Unreachable);
                if (!MayRepeat(context.Request, failure))
                {
                    await GatewayProblem.SendAsync(context, StatusCodes.Status502BadGateway, "outcome_unknown", "The node was lost while it served this write, which may have been accepted or not. Send an Idempotency-Key with writes, so that they can be repeated.");
                    return;
                }
            }
        }

        await GatewayProblem.SendAsync(context, StatusCodes.Status503ServiceUnavailable, "no_node_reachable", "No node answers: try again in a moment.");
    }

    /// <summary>A session stays where it is; new ones are dealt out among the active nodes.</summary>
    private Uri? PreferredFor(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(SessionHeader, out var values))
        {
            return null;
        }

        string session = values.ToString();
        string mark = SessionMark.Of(session);
        IReadOnlyList<(Uri Node, NodeCondition Condition)> all = nodes.All;
        if (mark.Length > 0)
        {
            return all.Select(known => known.Node).FirstOrDefault(node => MarkOf(node) == mark);
        }

        Uri[] active = [.. all.Where(known => known.Condition is NodeCondition.Active).Select(known => known.Node)];
        return session.StartsWith("new", StringComparison.Ordinal) && active.Length > 0
            ? active[(uint)Interlocked.Increment(ref newSessions) % (uint)active.Length]
            : null;
    }

    /// <summary>How the node stands that refused because it does not serve now; null for any other answer.</summary>
    private static async Task<NodeCondition?> FindRefusalAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.StatusCode is not HttpStatusCode.ServiceUnavailable)
        {
            return null;
        }

        await answer.Content.LoadIntoBufferAsync(GatewayLimits.RefusalBytes, cancellation);
        try
        {
            using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
            return problem.RootElement.GetProperty("code").GetString() switch
            {
                "overloaded" => NodeCondition.Overloaded,
                "offline" or "starting" or "retired" or "quarantined" => NodeCondition.Offline,
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Not a refusal of Oxbow's own.
            return null;
        }
    }

    private static bool MayRepeat(HttpRequest request, HttpRequestException failure) =>
        HttpMethods.IsGet(request.Method)
        || request.Headers.ContainsKey(IdempotencyHeader)
        || failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;

    private static async Task AnswerAsync(HttpContext context, Uri node, HttpResponseMessage answer, CancellationToken cancellation)
    {
        HttpResponse response = context.Response;
        response.StatusCode = (int)answer.StatusCode;
        HeaderCopy.Answer(answer, response);
        if (response.Headers.TryGetValue(SessionHeader, out var token))
        {
            response.Headers[SessionHeader] = SessionMark.Add(SessionMark.Remove(token.ToString()), MarkOf(node));
        }

        await response.StartAsync(cancellation);
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancellation);
        byte[] part = new byte[32 * 1024];
        while (await body.ReadAsync(part, cancellation) is > 0 and var count)
        {
            // Each part at once: events must not wait for the next ones.
            await response.Body.WriteAsync(part.AsMemory(0, count), cancellation);
            await response.Body.FlushAsync(cancellation);
        }
    }

    private static string MarkOf(Uri node) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(node.AbsoluteUri)))[..MarkCharacters];
}
