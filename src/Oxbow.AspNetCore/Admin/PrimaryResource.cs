using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Json;
using Oxbow.AspNetCore.Problems;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node;
using Oxbow.Node.Databases;

namespace Oxbow.AspNetCore.Admin;

/// <summary>
/// <c>/admin/databases/{database}/primary</c>: who commits, as this node knows; an order to take over from a primary that is
/// lost, or to hand the office of a living one to another replica.
/// </summary>
internal sealed class PrimaryResource(NodeHost node)
{
    private const int NameSegment = 2;

    public async Task GetAsync(HttpContext context) => await AnswerAsync(context, Find(context)).ConfigureAwait(false);

    public async Task PostAsync(HttpContext context)
    {
        DatabaseHost database = Find(context);
        JsonElement? body = await AdminBody.ReadAsync(context).ConfigureAwait(false);
        ClientRequest order = (AdminBody.Text(body, "takeOverFrom"), AdminBody.Text(body, "moveTo")) switch
        {
            ({ } from, null) => new TakeOverPrimary(database.NextRequest(), Replica("takeOverFrom", from)),
            (null, { } to) => new MovePrimary(database.NextRequest(), Replica("moveTo", to)),
            _ => throw ProblemException.Invalid("Say either 'takeOverFrom', the primary that is lost, or 'moveTo', the replica that is to be the primary."),
        };
        await DatabaseDirectory.AskAsync<WriteAccepted>(database, order).ConfigureAwait(false);
        await AnswerAsync(context, database).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(HttpContext context, DatabaseHost database)
    {
        ReadStatus request = new(database.NextRequest(), WithDocumentsHash: false);
        StatusRead read = await DatabaseDirectory.AskAsync<StatusRead>(database, request).ConfigureAwait(false);
        await JsonAnswer.SendAsync(context.Response, (database.Name, read.Status), Write).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter writer, (string Database, ReplicaStatus Status) replica)
    {
        writer.WriteStartObject();
        writer.WriteString("database"u8, replica.Database);
        writer.WriteString("primary"u8, replica.Status.Primary.ToString());
        writer.WriteString("replica"u8, replica.Status.Identity.Replica.ToString());
        writer.WriteBoolean("isHere"u8, replica.Status.IsPrimary);
        writer.WriteNumber("epoch"u8, replica.Status.Epoch.Number);
        writer.WriteNumber("commitNumber"u8, replica.Status.CommitNumber.Value);
        writer.WriteNumber("tentative"u8, replica.Status.TentativeCount);
        writer.WriteEndObject();
    }

    private DatabaseHost Find(HttpContext context)
    {
        string name = RequestPath.Segment(context, NameSegment);
        return node.Find(name) ?? throw new ProblemException(new(
            StatusCodes.Status404NotFound,
            ProblemCodes.DatabaseNotFound,
            $"Node {node.Name} hosts no database of that name; GET /admin/status lists those it does."));
    }

    private static ReplicaId Replica(string member, string text) => ReplicaId.TryParse(text, out ReplicaId id) && id != ReplicaId.Nobody
        ? id
        : throw ProblemException.Invalid($"'{member}' is no replica id; the status of a node tells that of its replica.");
}
