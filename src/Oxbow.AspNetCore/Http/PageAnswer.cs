using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Oxbow.AspNetCore.Json;

namespace Oxbow.AspNetCore.Http;

/// <summary>
/// Sends a page of items as they are encoded, and ends it early when it grows large: what a slow reader holds
/// in memory is bounded by bytes, whatever limit it asked for.
/// </summary>
internal sealed class PageAnswer : IAsyncDisposable
{
    private const long PageBytes = 4 * 1024 * 1024;
    private const int FlushBytes = 32 * 1024;
    private static readonly MinDataRate SlowestReader = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    private readonly HttpResponse response;
    private readonly Utf8JsonWriter writer;

    /// <summary>Begins the answer.</summary>
    public PageAnswer(HttpResponse response)
    {
        this.response = response;
        RequireReader(response.HttpContext);
        response.ContentType = JsonAnswer.ContentType;
        writer = new(response.BodyWriter, JsonAnswer.Options);
    }

    /// <summary>Sends all items, or as many as fit, as <c>{"NAME":[items],"next":...}</c>.</summary>
    /// <param name="name">Name of the member with the items.</param>
    /// <param name="items">The items.</param>
    /// <param name="hasMore">True when there are more items than these.</param>
    /// <param name="writeItem">Writes one.</param>
    /// <param name="writeNext">Writes, as a value, where the page after that item begins.</param>
    public async Task SendAsync<T>(
        string name, IReadOnlyList<T> items, bool hasMore, Action<Utf8JsonWriter, T> writeItem, Action<Utf8JsonWriter, T> writeNext)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(name);
        int sent = 0;
        while (sent < items.Count && writer.BytesCommitted + writer.BytesPending < PageBytes)
        {
            writeItem(writer, items[sent++]);
            if (writer.BytesPending > FlushBytes)
            {
                writer.Flush();
                await response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted).ConfigureAwait(false);
            }
        }

        writer.WriteEndArray();
        writer.WritePropertyName("next"u8);
        if (sent > 0 && (hasMore || sent < items.Count))
        {
            writeNext(writer, items[sent - 1]);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteEndObject();
    }

    /// <summary>Ends the answer.</summary>
    public ValueTask DisposeAsync() => writer.DisposeAsync();

    /// <summary>Links between nodes need the rate guard off for the whole server; a reader of much data gets it back.</summary>
    public static void RequireReader(HttpContext context)
    {
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = SlowestReader;
        }
    }
}
