using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Json;
using Oxbow.AspNetCore.Problems;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;

namespace Oxbow.AspNetCore.Admin;

/// <summary><c>/admin/level/{database}</c>: raises the format level of a database, at its primary.</summary>
internal sealed class LevelResource(DatabaseDirectory databases)
{
    private const int DatabaseSegment = 2;

    public async Task PostAsync(HttpContext context)
    {
        DatabaseHost database = databases.Find(context, DatabaseSegment);
        int level = LevelIn(await AdminBody.ReadAsync(context).ConfigureAwait(false));
        LevelRaised raised = await DatabaseDirectory.AskAsync<LevelRaised>(database, new RaiseLevel(database.NextRequest(), level)).ConfigureAwait(false);
        await JsonAnswer.SendAsync(context.Response, raised.Fate, FateJson.Write).ConfigureAwait(false);
    }

    /// <exception cref="ProblemException">The body says no level.</exception>
    private static int LevelIn(JsonElement? body) =>
        body is { } order && order.TryGetProperty("level", out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int level)
            ? level
            : throw ProblemException.Invalid("Say which level: {\"level\":2}.");
}
