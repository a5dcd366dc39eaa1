using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Json;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;

namespace Oxbow.AspNetCore.Databases;

/// <summary><c>/db/{database}/status</c>: how the replica stands.</summary>
internal sealed class StatusResource(DatabaseDirectory databases)
{
    public async Task GetAsync(HttpContext context)
    {
        DatabaseHost database = databases.Find(context);
        ReadStatus request = new(database.NextRequest(), QueryReader.Flag(context.Request, "documentsHash"));
        StatusRead read = await DatabaseDirectory.AskAsync<StatusRead>(database, request).ConfigureAwait(false);
        await JsonAnswer.SendAsync(context.Response, (database.Name, read.Status), StatusJson.Write).ConfigureAwait(false);
    }
}
