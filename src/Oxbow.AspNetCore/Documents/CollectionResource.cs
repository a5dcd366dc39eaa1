using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Json;
using Oxbow.AspNetCore.Problems;
using Oxbow.Core.Messages;
using Oxbow.Core.State;
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
        KeyRange range = Range(query);
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

    private static KeyRange Range(HttpRequest query)
    {
        byte[] prefix = QueryReader.Bytes(query, "prefix");
        byte[] from = QueryReader.Bytes(query, "from");
        byte[] to = QueryReader.Bytes(query, "to");
        byte[] after = QueryReader.Bytes(query, "after");

        // A page of another scan would be continued by leaving documents out, or by beginning anew.
        return after.Length == 0 || (after.AsSpan().StartsWith(prefix) && after.AsSpan().SequenceCompareTo(from) >= 0 && (to.Length == 0 || after.AsSpan().SequenceCompareTo(to) < 0))
            ? new(prefix, from, to, after, QueryReader.Limit(query))
            : throw ProblemException.Invalid("'after' lies outside of what is asked for: send the 'next' of the page before, and 'prefix', 'from' and 'to' as they were.");
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
