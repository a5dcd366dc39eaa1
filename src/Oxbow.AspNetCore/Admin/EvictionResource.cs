using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Json;
using Oxbow.AspNetCore.Problems;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;

namespace Oxbow.AspNetCore.Admin;

/// <summary>
/// <c>/admin/databases/{database}/evictions</c>: ends a replica that is lost, on its behalf.
/// </summary>
internal sealed class EvictionResource(DatabaseDirectory databases)
{
    private const int DatabaseSegment = 2;

    public async Task PostAsync(HttpContext context)
    {
        DatabaseHost database = databases.Find(context, DatabaseSegment);
        ReplicaId replica = ReplicaIn(await AdminBody.ReadAsync(context).ConfigureAwait(false));
        WriteAccepted eviction = await DatabaseDirectory
            .AskAsync<WriteAccepted>(database, new EvictReplica(database.NextRequest(), replica)).ConfigureAwait(false);
        await JsonAnswer.SendAsync(context.Response, eviction.Fate, FateJson.Write).ConfigureAwait(false);
    }

    /// <exception cref="ProblemException">The body names no replica.</exception>
    private static ReplicaId ReplicaIn(JsonElement? body) =>
        AdminBody.Text(body, "replica") is { } text && ReplicaId.TryParse(text, out ReplicaId id) && id != ReplicaId.Nobody
            ? id
            : throw ProblemException.Invalid("Say which replica, by its id: {\"replica\":\"...\"}. The status of a node lists those it knows.");
}
