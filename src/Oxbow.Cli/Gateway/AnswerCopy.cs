using Microsoft.AspNetCore.Http;

namespace Oxbow.Cli.Gateway;

/// <summary>Passes a node's answer on.</summary>
internal static class AnswerCopy
{
    /// <summary>
    /// Reads an answer to its end, or as far as a gateway holds it back; nothing of a stream of events. Until then the
    /// node may be lost and another one asked, and the client sees nothing of it.
    /// </summary>
    /// <exception cref="HttpRequestException">The node was lost.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBeginningAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            return default;
        }

        try
        {
            Stream body = await answer.Content.ReadAsStreamAsync(cancellation);
            long size = answer.Content.Headers.ContentLength ?? GatewayLimits.HeldBackBytes;
            byte[] beginning = new byte[Math.Min(size, GatewayLimits.HeldBackBytes)];
            int count = await body.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellation);
            return beginning.AsMemory(0, count);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The node was lost in the middle of its answer.", exception);
        }
    }

    /// <summary>Sends status, the beginning and the rest. The headers are set already.</summary>
    public static async Task SendAsync(HttpResponse response, HttpResponseMessage answer, ReadOnlyMemory<byte> beginning, CancellationToken cancellation)
    {
        response.StatusCode = (int)answer.StatusCode;
        await response.StartAsync(cancellation);
        await response.Body.WriteAsync(beginning, cancellation);
        Stream body = await answer.Content.ReadAsStreamAsync(cancellation);
        byte[] part = new byte[32 * 1024];
        while (await body.ReadAsync(part, cancellation) is > 0 and var count)
        {
            // Each part at once: events must not wait for the next ones.
            await response.Body.WriteAsync(part.AsMemory(0, count), cancellation);
            await response.Body.FlushAsync(cancellation);
        }
    }
}
