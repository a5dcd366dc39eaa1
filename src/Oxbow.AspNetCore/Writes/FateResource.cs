using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Json;
using Oxbow.AspNetCore.Problems;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node;
using Oxbow.Node.Databases;

namespace Oxbow.AspNetCore.Writes;

/// <summary><c>/db/{database}/writes/{id}</c>: tells what became of a write.</summary>
internal sealed class FateResource(DatabaseDirectory databases, NodeHost node, TimeSpan maximumWait)
{
    private const int IdSegment = 3;

    public async Task GetAsync(HttpContext context)
    {
        DatabaseHost database = databases.Find(context);
        if (!WriteId.TryParse(RequestPath.Segment(context, IdSegment), out WriteId write))
        {
            throw ProblemException.Invalid("This is no id of a write; send the one that the answer to the write gave.");
        }

        TimeSpan wait = WaitReader.Query(context.Request, maximumWait);
        WriteFate fate = await node.FateAsync(database, write, wait, context.RequestAborted).ConfigureAwait(false) ?? throw new ProblemException(new(
            StatusCodes.Status404NotFound, ProblemCodes.WriteNotFound, "This replica does not hold the write, or not yet: ask again later, or ask another node."));
        await JsonAnswer.SendAsync(context.Response, fate, FateJson.Write).ConfigureAwait(false);
    }
}
