using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Http;
using Oxbow.Core.Writes;
using Oxbow.Node.Databases;

namespace Oxbow.AspNetCore.Writes;

/// <summary><c>/db/{database}/writes</c>: takes writes over several documents.</summary>
internal sealed class WritesResource(DatabaseDirectory databases)
{
    /// <summary>Accepts <c>{"updates":[...]}</c> as one write.</summary>
    public async Task PostAsync(HttpContext context)
    {
        DatabaseHost database = databases.Find(context);
        WriteTerms.RequireUnconditional(context.Request);
        byte[] body = await RequestBody.ReadAsync(context, WriteLimits.MaximumWriteBytes).ConfigureAwait(false);
        await WriteSubmission.SubmitAsync(context, databases, database, UpdateSetReader.Read(body), conditions: []).ConfigureAwait(false);
    }
}
