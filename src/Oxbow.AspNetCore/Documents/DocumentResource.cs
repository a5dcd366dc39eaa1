using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Json;
using Oxbow.AspNetCore.Problems;
using Oxbow.AspNetCore.Writes;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Node.Databases;

namespace Oxbow.AspNetCore.Documents;

/// <summary><c>/db/{database}/{collection}/{key}</c>: one document. The path that has to be fast.</summary>
internal sealed class DocumentResource(DatabaseDirectory databases)
{
    private const int CollectionSegment = 2;
    private const int KeySegment = 3;
    private const string StateHeader = "Oxbow-State";
    private const string WriteHeader = "Oxbow-Write";

    /// <summary>Sets the document.</summary>
    public async Task PutAsync(HttpContext context)
    {
        DatabaseHost database = databases.Find(context);
        (byte[] collection, byte[] key) = ReadName(context);
        byte[] value = await RequestBody.ReadAsync(context, WriteLimits.MaximumValueBytes).ConfigureAwait(false);
        await WriteSubmission.SubmitAsync(context, databases, database, [Update.Put(collection, key, value)], WriteTerms.Conditions(context.Request, collection, key)).ConfigureAwait(false);
    }

    /// <summary>Removes the document.</summary>
    public Task DeleteAsync(HttpContext context)
    {
        DatabaseHost database = databases.Find(context);
        (byte[] collection, byte[] key) = ReadName(context);
        return WriteSubmission.SubmitAsync(context, databases, database, [Update.Delete(collection, key)], WriteTerms.Conditions(context.Request, collection, key));
    }

    /// <summary>Gives the document's value as it was written, or 304 to a reader that has it.</summary>
    public async Task GetAsync(HttpContext context)
    {
        DatabaseHost database = databases.Find(context);
        (byte[] collection, byte[] key) = ReadName(context);
        ReadDocument request = new(
            database.NextRequest(), collection, key, QueryReader.View(context.Request), SessionHeader.Read(context.Request, database));
        DocumentRead read = await databases.AskAsync<DocumentRead>(context, database, request).ConfigureAwait(false);
        SessionHeader.Write(context.Response, database, read.Session);
        DocumentView document = read.Document ?? throw new ProblemException(new(
            StatusCodes.Status404NotFound, ProblemCodes.DocumentNotFound, "There is no document of that key here."));
        HttpResponse response = context.Response;
        response.Headers[StateHeader] = FateJson.StateOf(document.CommitNumber);
        response.Headers[WriteHeader] = document.Write.ToString();
        EntityTag.Write(response, document.Write);
        if (EntityTag.IsKnown(context.Request, document.Write))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = JsonAnswer.ContentType;
        PageAnswer.RequireReader(context);
        await JsonAnswer.SendAsync(response, document.Value.Span).ConfigureAwait(false);
    }

    private static (byte[] Collection, byte[] Key) ReadName(HttpContext context)
    {
        byte[] collection = RequestPath.SegmentBytes(context, CollectionSegment);
        CollectionName.RequireFree(collection);
        return (collection, RequestPath.RestBytes(context, KeySegment));
    }
}
