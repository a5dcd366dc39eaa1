using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using Oxbow.Node.Naming;
using Oxbow.Node.Transport;

namespace Oxbow.AspNetCore.Peers;

/// <summary>Opens links to other nodes. Links to the same node share connections.</summary>
internal sealed class PeerDialer : IDisposable
{
    private const int MaximumRefusalBytes = 16 * 1024;
    private const int ReadBufferBytes = 32 * 1024;

    private readonly PeerTransportOptions options;
    private readonly HttpMessageInvoker http;
    private readonly CancellationTokenSource stopping = new();

    public PeerDialer(PeerTransportOptions options)
    {
        this.options = options;
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = options.LinkWindowBytes,
            KeepAlivePingDelay = options.KeepAlivePingDelay,
            KeepAlivePingTimeout = options.KeepAlivePingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        });
    }

    public async Task<IPeerLink> ConnectAsync(string address, LinkRequest request, CancellationToken cancellation)
    {
        request.Validate();
        if (!PeerRoute.IsAddress(address))
        {
            throw new PeerUnreachableException(address, "the address must be of the form host:port.");
        }

        var outgoing = new OutgoingFrames(options);
        var lifetime = new CancellationTokenSource();
        try
        {
            HttpResponseMessage response = await AnswerAsync(address, request, outgoing, lifetime, cancellation).ConfigureAwait(false);
            Stream body = await response.Content.ReadAsStreamAsync(CancellationToken.None).ConfigureAwait(false);
            var incoming = new IncomingFrames(
                PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: ReadBufferBytes)), options.MaximumFrameBytes);
            var link = new DialedLink(outgoing, incoming, response, lifetime, options);
            link.BreakOn(stopping.Token);
            return link;
        }
        catch
        {
            await lifetime.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        http.Dispose();
    }

    // The link's own token goes with the request for its whole life; the caller's only until the answer.
    private async Task<HttpResponseMessage> AnswerAsync(
        string address,
        LinkRequest request,
        OutgoingFrames outgoing,
        CancellationTokenSource lifetime,
        CancellationToken cancellation)
    {
        HttpRequestMessage message = PeerRoute.ToHttp(address, request);
        message.Content = new FrameStreamContent(outgoing);
        using var timeout = new CancellationTokenSource(options.ConnectTimeout);
        using var onTimeout = timeout.Token.Register(lifetime.Cancel);
        using var onStop = stopping.Token.Register(lifetime.Cancel);
        using var onCancel = cancellation.Register(lifetime.Cancel);
        try
        {
            HttpResponseMessage response = await http.SendAsync(message, lifetime.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK
                && response.Content.Headers.ContentType?.MediaType == PeerRoute.ContentType)
            {
                return response;
            }

            using (response)
            {
                throw await ReadRefusalAsync(response, lifetime.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException cause) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("Dialing was cancelled.", cause, cancellation);
        }
        catch (OperationCanceledException cause)
        {
            string reason = timeout.IsCancellationRequested ? $"no answer within {options.ConnectTimeout.TotalSeconds} s." : "the transport was disposed.";
            throw new PeerUnreachableException(address, reason, cause);
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException)
        {
            throw new PeerUnreachableException(address, cause.InnerException?.Message ?? cause.Message, cause);
        }
    }

    private static async Task<LinkRefusedException> ReadRefusalAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        byte[] start = new byte[MaximumRefusalBytes];
        int length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        try
        {
            using var problem = JsonDocument.Parse(start.AsMemory(0, length));
            JsonElement refusal = problem.RootElement;
            return new LinkRefusedException(
                refusal.GetProperty(PeerRoute.CodeMember).GetString()!, refusal.GetProperty("detail").GetString()!)
            {
                OtherDatabase = refusal.TryGetProperty(PeerRoute.DatabaseIdMember, out JsonElement id)
                    ? PublicDatabaseId.TryParse(id.GetString())
                    : null,
            };
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new LinkRefusedException(
                LinkRefusalCodes.UnexpectedAnswer, $"The answer was HTTP status {(int)response.StatusCode}, not a link; is this the peer endpoint of an Oxbow node?");
        }
    }
}
