using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Json;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Node.Databases;

namespace Oxbow.AspNetCore.Writes;

/// <summary>Submits a write and answers with its fate.</summary>
internal static class WriteSubmission
{
    public static async Task SubmitAsync(
        HttpContext context, DatabaseDirectory databases, DatabaseHost database, IReadOnlyList<Update> updates, IReadOnlyList<Precondition> conditions)
    {
        SubmitWrite request = new(database.NextRequest(), updates, SessionHeader.Read(context.Request, database))
        {
            RequestKey = WriteTerms.RequestKey(context.Request),
            Preconditions = conditions,
        };
        WriteAccepted accepted = await databases.AskAsync<WriteAccepted>(context, database, request).ConfigureAwait(false);
        SessionHeader.Write(context.Response, database, accepted.Session);
        if (updates is [{ Kind: UpdateKind.Put }])
        {
            EntityTag.Write(context.Response, accepted.Fate.Write);
        }

        await JsonAnswer.SendAsync(context.Response, accepted.Fate, FateJson.Write).ConfigureAwait(false);
    }
}
