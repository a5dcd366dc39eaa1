using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Oxbow.Client;

/// <summary>Requests to one node. All connections of the process come from one pool.</summary>
internal sealed class NodeConnection
{
    public const string SessionHeader = "Oxbow-Session";

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

    public NodeConnection(Uri node)
    {
        if (!node.IsAbsoluteUri || node.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException(
                $"'{node}' is no address of a node; give one like http://127.0.0.1:4800.", nameof(node));
        }

        root = node.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    /// <summary>
    /// Sends a request. The answer is a success, or the 404 whose code is <paramref name="absentCode"/>: what was
    /// asked for is not there, which is no error.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? body,
        ClientSession? session,
        string? absentCode,
        CancellationToken cancellation,
        WriteOptions? options = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(root + path, AsWritten)) { Content = body };
        options?.AddTo(request.Headers);
        if (session is null)
        {
            return await AnswerAsync(request, absentCode, cancellation).ConfigureAwait(false);
        }

        await session.EnterAsync(cancellation).ConfigureAwait(false);
        try
        {
            request.Headers.TryAddWithoutValidation(SessionHeader, session.Header);
            var answer = await AnswerAsync(request, absentCode, cancellation).ConfigureAwait(false);
            if (answer.Headers.TryGetValues(SessionHeader, out var tokens))
            {
                session.Advance(tokens.First());
            }

            return answer;
        }
        finally
        {
            session.Leave();
        }
    }

    /// <summary>Sends a request whose success carries one JSON value.</summary>
    public async Task<T> SendAsync<T>(
        HttpMethod method,
        string path,
        HttpContent? body,
        JsonTypeInfo<T> answerType,
        ClientSession? session,
        CancellationToken cancellation,
        WriteOptions? options = null)
        where T : class
    {
        using var answer = await SendAsync(method, path, body, session, absentCode: null, cancellation, options)
            .ConfigureAwait(false);
        return await ReadAsync(answer, answerType, cancellation).ConfigureAwait(false);
    }

    public static HttpContent Json(ReadOnlyMemory<byte> json) =>
        new ReadOnlyMemoryContent(json) { Headers = { ContentType = JsonMediaType } };

    public static HttpContent Json<T>(T value, JsonTypeInfo<T> type) =>
        Json(JsonSerializer.SerializeToUtf8Bytes(value, type));

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
        HttpRequestMessage request, string? absentCode, CancellationToken cancellation)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await Pool.SendAsync(request, cancellation).ConfigureAwait(false);
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
        if (answer.StatusCode is HttpStatusCode.NotFound && refusal.Code == absentCode)
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
            : new OxbowException(code, message, answer.StatusCode);
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
        inner: error);
}
