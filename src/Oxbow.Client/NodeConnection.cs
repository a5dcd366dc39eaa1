using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Oxbow.Client;

/// <summary>Requests to one node. All connections of the process come from one pool.</summary>
internal sealed class NodeConnection
{
    private const string SessionHeader = "Oxbow-Session";
    private const string WaitHeader = "Oxbow-Wait";

    private static readonly MediaTypeHeaderValue JsonMediaType = new("application/json");

    // Paths are escaped here, once. Left to itself Uri would fold "a/../b" and "%2E%2E", which are legal in keys.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private static readonly HttpClient Pool = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        MaxConnectionsPerServer = 256,
    });

    private readonly string root;

    /// <exception cref="ArgumentException">The address is not absolute, or neither http nor https.</exception>
    public NodeConnection(Uri node)
    {
        if (!IsAddress(node))
        {
            throw new ArgumentException(
                $"'{node}' is no address of a node; give one like http://127.0.0.1:4800.", nameof(node));
        }

        root = node.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    public static bool IsAddress(Uri node) => node.IsAbsoluteUri && node.Scheme is ("http" or "https");

    /// <summary>The address in the one form by which nodes are told apart.</summary>
    public static Uri Root(Uri node) => new(node.GetLeftPart(UriPartial.Path).TrimEnd('/'));

    /// <summary>The session's token in an answer; null when it has none.</summary>
    public static string? SessionOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues(SessionHeader, out var tokens) ? tokens.First() : null;

    /// <summary>
    /// Sends a request. The answer is a success, or the 404 whose code is <see cref="NodeRequest.AbsentCode"/>: what
    /// was asked for is not there, which is no error.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(NodeRequest request, ClientSession? session, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(request.Method, new Uri(root + request.Path, AsWritten));
        request.Options?.AddTo(message.Headers);
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = JsonMediaType } };
        }

        if (session is not null)
        {
            message.Headers.TryAddWithoutValidation(SessionHeader, session.Header);
            if (session.WaitHeader is { } wait)
            {
                message.Headers.TryAddWithoutValidation(WaitHeader, wait);
            }
        }

        return await AnswerAsync(message, request, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a request whose success carries one JSON value.</summary>
    public async Task<T> SendAsync<T>(NodeRequest request, JsonTypeInfo<T> answerType, CancellationToken cancellation)
        where T : class
    {
        using var answer = await SendAsync(request, session: null, cancellation).ConfigureAwait(false);
        return await ReadAsync(answer, answerType, cancellation).ConfigureAwait(false);
    }

    public static ReadOnlyMemory<byte> Json<T>(T value, JsonTypeInfo<T> type) =>
        JsonSerializer.SerializeToUtf8Bytes(value, type);

    public static async Task<T> ReadAsync<T>(
        HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(bytes, type)
                ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException error)
        {
            throw new OxbowException(
                OxbowException.NodeUnreachable,
                "The node gave an answer that this client cannot read; is it an Oxbow node of this version?",
                answer.StatusCode,
                error);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(
        HttpRequestMessage message, NodeRequest request, CancellationToken cancellation)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await Pool
                .SendAsync(message, request.IsStream ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead, cancellation)
                .ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw Unreachable(error);
        }
        catch (TaskCanceledException error) when (error.InnerException is TimeoutException)
        {
            throw Unreachable(error);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        var refusal = await RefusalAsync(answer, cancellation).ConfigureAwait(false);
        if (answer.StatusCode is HttpStatusCode.NotFound && refusal.Code == request.AbsentCode)
        {
            return answer;
        }

        answer.Dispose();
        throw refusal;
    }

    private static async Task<OxbowException> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        var problem = ReadProblem(bytes);
        var message = problem?.Detail ?? problem?.Title ?? $"The node answered {(int)answer.StatusCode}.";
        var code = problem?.Code ?? $"http_{(int)answer.StatusCode}";
        return code is SessionNotSatisfiedException.SessionNotSatisfied
            ? new SessionNotSatisfiedException(message, problem?.Missing ?? [])
            : new OxbowException(code, message, answer.StatusCode) { ChangedNothing = code is "overloaded" or "offline" or "starting" or "joining" or "retired" or "quarantined" };
    }

    private static ProblemAnswer? ReadProblem(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, ClientJson.Default.ProblemAnswer);
        }
        catch (JsonException)
        {
            // Not an error of Oxbow's own (a proxy's page, an empty body): the status alone has to do.
            return null;
        }
    }

    private OxbowException Unreachable(Exception error) => new(
        OxbowException.NodeUnreachable,
        $"The node at {root} cannot be reached: {error.Message} Is it running, and is the address right?",
        inner: error)
    {
        ChangedNothing = error is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError },
    };
}
