using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Writes;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;

namespace Oxbow.AspNetCore.Documents;

/// <summary><c>/db/{database}/{collection}</c>: the documents of a collection, in key order and in pages.</summary>
internal sealed class CollectionResource(DatabaseDirectory databases)
{
    private const int CollectionSegment = 2;

    public async Task GetAsync(HttpContext context)
    {
        DatabaseHost database = databases.Find(context);
        HttpRequest query = context.Request;
        KeyRange range = new(
            QueryReader.Bytes(query, "prefix"),
            QueryReader.Bytes(query, "from"),
            QueryReader.Bytes(query, "to"),
            QueryReader.Bytes(query, "after"),
            QueryReader.Limit(query));
        ScanDocuments request = new(
            database.NextRequest(),
            RequestPath.SegmentBytes(context, CollectionSegment),
            range,
            QueryReader.View(query),
            SessionHeader.Read(query, database));
        DocumentsRead read = await databases.AskAsync<DocumentsRead>(context, database, request).ConfigureAwait(false);
        SessionHeader.Write(context.Response, database, read.Session);
        PageAnswer answer = new(context.Response);
        await using (answer.ConfigureAwait(false))
        {
            await answer.SendAsync("documents", read.Documents, read.HasMore, Write, WriteNext).ConfigureAwait(false);
        }
    }

    private static void Write(Utf8JsonWriter writer, DocumentView document)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, document.Key.Span);
        writer.WritePropertyName("value"u8);
        writer.WriteRawValue(document.Value.Span, skipInputValidation: true);
        writer.WriteString("state"u8, FateJson.StateOf(document.CommitNumber));
        writer.WriteEndObject();
    }

    private static void WriteNext(Utf8JsonWriter writer, DocumentView last) => writer.WriteStringValue(last.Key.Span);
}
