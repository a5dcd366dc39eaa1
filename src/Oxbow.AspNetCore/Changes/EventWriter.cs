using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Json;
using Oxbow.Core.Messages;

namespace Oxbow.AspNetCore.Changes;

/// <summary>Writes server-sent events, one for each committed write.</summary>
internal sealed class EventWriter(HttpResponse response)
{
    private const int FlushBytes = 32 * 1024;

    private readonly ArrayBufferWriter<byte> json = new();

    public Task BeginAsync(CancellationToken cancellation)
    {
        PageAnswer.RequireReader(response.HttpContext);
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        return response.StartAsync(cancellation);
    }

    public async Task WriteAsync(LogEntryView entry, CancellationToken cancellation)
    {
        Write(string.Create(CultureInfo.InvariantCulture, $"id: {entry.CommitNumber.Value}\nevent: write\ndata: "));
        WriteJson(entry);
        Write("\n\n");
        if (response.BodyWriter.UnflushedBytes > FlushBytes)
        {
            await FlushAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A comment, so that both ends notice when the other is gone.</summary>
    public void WriteSignOfLife(bool unless)
    {
        if (!unless)
        {
            Write(":\n\n");
        }
    }

    public async Task FlushAsync(CancellationToken cancellation) =>
        await response.BodyWriter.FlushAsync(cancellation).ConfigureAwait(false);

    /// <summary>A value is told as it was written; but line ends, which are mere space in JSON, would end the event.</summary>
    private void WriteJson(LogEntryView entry)
    {
        json.ResetWrittenCount();
        using (Utf8JsonWriter writer = new(json, JsonAnswer.Options))
        {
            LogResource.Write(writer, entry);
        }

        Span<byte> line = response.BodyWriter.GetSpan(json.WrittenCount)[..json.WrittenCount];
        json.WrittenSpan.Replace(line, (byte)'\n', (byte)' ');
        line.Replace((byte)'\r', (byte)' ');
        response.BodyWriter.Advance(line.Length);
    }

    private void Write(string text)
    {
        Span<byte> bytes = response.BodyWriter.GetSpan(text.Length);
        response.BodyWriter.Advance(Encoding.ASCII.GetBytes(text, bytes));
    }
}
