using System.Globalization;
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
internal sealed class Forwarder(NodeSelector nodes) : IDisposable
{
    private const string SessionHeader = "Oxbow-Session";
    private const string IdempotencyHeader = "Idempotency-Key";
    private const string NodesAskedHeader = "Oxbow-Nodes-Asked";
    private const int MarkCharacters = 8;
    private const int KeyBytes = 16;

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

        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, stopping.Token);
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
        catch (Exception exception)
            when (exception is OperationCanceledException or IOException or HttpRequestException)
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
        string? key = NeedsKey(context.Request) ? NewKey() : null;
        bool isInDoubt = false;
        IReadOnlyList<Uri> candidates = await nodes.CandidatesAsync(PreferredFor(context.Request), cancellation);
        for (int index = 0; index < candidates.Count; index++)
        {
            Uri node = candidates[index];
            long askedAt = nodes.Moment;
            using HttpRequestMessage request = HeaderCopy.Request(
                context.Request, new Uri(node.GetLeftPart(UriPartial.Authority) + target, AsWritten), body);
            if (key is not null)
            {
                request.Headers.TryAddWithoutValidation(IdempotencyHeader, key);
            }

            try
            {
                using HttpResponseMessage answer = await http.SendAsync(request, cancellation);
                ReadOnlyMemory<byte> beginning = await AnswerCopy.ReadBeginningAsync(answer, cancellation);
                nodes.ReportAnswer(node, askedAt);
                if (FindRefusal(answer, beginning) is { } condition)
                {
                    nodes.Report(node, condition);
                    if (isInDoubt || index + 1 < candidates.Count)
                    {
                        continue;
                    }
                }

                MarkSession(context.Response, node, answer);
                if (index > 0)
                {
                    context.Response.Headers[NodesAskedHeader] = (index + 1).ToString(CultureInfo.InvariantCulture);
                }

                await AnswerCopy.SendAsync(context.Response, answer, beginning, cancellation);
                return;
            }
            catch (HttpRequestException failure) when (!context.Response.HasStarted)
            {
                nodes.Report(node, NodeCondition.Unreachable);
                isInDoubt |= IsWrite(context.Request) && !IsUnheard(failure);
                if (isInDoubt && key is null && !HasKey(context.Request))
                {
                    break;
                }
            }
        }

        if (isInDoubt)
        {
            await GatewayProblem.SendAsync(context, StatusCodes.Status502BadGateway, "outcome_unknown", "A node was lost while it served this write, which may have been accepted or not. Look at the document, or send a conditional write with an Idempotency-Key, so that it can be repeated.");
            return;
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
    private static NodeCondition? FindRefusal(HttpResponseMessage answer, ReadOnlyMemory<byte> problem)
    {
        if (answer.StatusCode is not HttpStatusCode.ServiceUnavailable)
        {
            return null;
        }

        try
        {
            using JsonDocument read = JsonDocument.Parse(problem);
            return read.RootElement.GetProperty("code").GetString() switch
            {
                "overloaded" => NodeCondition.Overloaded,
                "offline" or "starting" or "joining" or "retired" or "quarantined" => NodeCondition.Offline,
                _ => null,
            };
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Not a refusal of Oxbow's own.
            return null;
        }
    }

    private static bool IsWrite(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);

    private static bool HasKey(HttpRequest request) => request.Headers.ContainsKey(IdempotencyHeader);

    /// <summary>
    /// A write gets a key from the gateway, so that it can be repeated. Not one with a condition: another node, which
    /// may not have heard of the first attempt, could refuse what was accepted.
    /// </summary>
    private static bool NeedsKey(HttpRequest request) =>
        IsWrite(request) && !HasKey(request) && request.Headers.IfMatch.Count == 0
            && request.Headers.IfNoneMatch.Count == 0;

    private static string NewKey() => $"gateway-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes))}";

    /// <summary>True when the node cannot have seen the request.</summary>
    private static bool IsUnheard(HttpRequestException failure) =>
        failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;

    private static void MarkSession(HttpResponse response, Uri node, HttpResponseMessage answer)
    {
        HeaderCopy.Answer(answer, response);
        if (response.Headers.TryGetValue(SessionHeader, out var token))
        {
            response.Headers[SessionHeader] = SessionMark.Add(SessionMark.Remove(token.ToString()), MarkOf(node));
        }
    }

    private static string MarkOf(Uri node) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(node.AbsoluteUri)))[..MarkCharacters];
}
