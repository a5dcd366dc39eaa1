using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Oxbow.AspNetCore.Json;

/// <summary>Sends small answers of JSON, encoded in a buffer of the thread, with their length.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json";

    /// <summary>How JSON is written here; what is written is checked by tests, not at run time.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Workplace? workplace;

    /// <summary>Sends the answer to a request that went well.</summary>
    /// <param name="response">Where to.</param>
    /// <param name="value">What to tell.</param>
    /// <param name="write">Writes it; does not wait for anything.</param>
    public static Task SendAsync<T>(HttpResponse response, T value, Action<Utf8JsonWriter, T> write) =>
        SendAsync(response, StatusCodes.Status200OK, ContentType, value, write);

    /// <summary>Sends an answer.</summary>
    public static Task SendAsync<T>(HttpResponse response, int status, string contentType, T value, Action<Utf8JsonWriter, T> write)
    {
        Workplace here = workplace ??= new();
        here.Buffer.ResetWrittenCount();
        here.Writer.Reset(here.Buffer);
        write(here.Writer, value);
        here.Writer.Flush();
        response.StatusCode = status;
        response.ContentType = contentType;
        return SendAsync(response, here.Buffer.WrittenSpan);
    }

    /// <summary>Sends bytes as the whole body. The server flushes them when the request is over.</summary>
    public static Task SendAsync(HttpResponse response, ReadOnlySpan<byte> body)
    {
        response.ContentLength = body.Length;
        response.BodyWriter.Write(body);
        return Task.CompletedTask;
    }

    private sealed class Workplace
    {
        public ArrayBufferWriter<byte> Buffer { get; } = new(512);

        public Utf8JsonWriter Writer { get; } = new(Stream.Null, Options);
    }
}
