using System.Text.Json;
using Oxbow.Client;
using Oxbow.Testing.Applications;

namespace SimulatedWall.Tests;

/// <summary>People answer messages that they have read. Rule: no replica ever shows an answer without the message it answers.</summary>
internal sealed class Wall(bool withSessions) : SimulatedApplication
{
    public override async Task ActAsync(ApplicationClient client)
    {
        ClientSession? session = withSessions ? client.Session : null;
        ScanPage wall = await client.Database.ScanAsync("wall", session: session);
        string? read = wall.Documents.Count == 0 ? null : wall.Documents[client.Random.Next(wall.Documents.Count)].Key;
        JsonElement message = JsonSerializer.SerializeToElement(new { answers = read });
        await client.Database.WriteAsync([Update.PutDocument("wall", client.NewKey(), message)], session);
    }

    public override void CheckAlways(ReplicaDocuments replica)
    {
        IReadOnlyDictionary<string, JsonElement> wall = replica.Read("wall");
        Assert.All(wall.Values, message => Assert.True(message.GetProperty("answers").GetString() is not { } read || wall.ContainsKey(read)));
    }
}
