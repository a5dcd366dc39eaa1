using System.Runtime.CompilerServices;
using System.Text.Json;
using Oxbow.Client;
using Oxbow.Core.Identity;
using Oxbow.Node.Embedded;

namespace CausalWall;

/// <summary>A data centre: a replica, and the person who reads and writes there.</summary>
internal sealed class DataCentre(OxbowNode node, string person, string replica) : IAsyncDisposable
{
    private const string Wall = "wall";

    private readonly IOxbowDatabase database = node.Database();

    public string Name => node.Host.Name;

    public string Person => person;

    /// <summary>The replica's id, as it stands in the ids of its writes.</summary>
    public string Replica => replica;

    public OxbowNode Node => node;

    /// <summary>Writes on the wall; gives the id of the write.</summary>
    public async Task<WriteId> PostAsync(string text, CancellationToken cancellation)
    {
        var messages = database.Collection(Wall, WallJson.Default.Message);
        var receipt = await messages.PutAsync(Guid.CreateVersion7().ToString(), new Message(person, text), cancellation: cancellation);
        return IdOf(receipt.Write);
    }

    /// <summary>
    /// The wall in the order of the log. A write comes after everything that it depends on, so an answer never stands
    /// before its question.
    /// </summary>
    public async IAsyncEnumerable<WallEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in database.LogAsync(cancellation))
        {
            if (entry.Updates is [{ Collection: Wall, Put: { } json }])
            {
                yield return new(IdOf(entry.Write), json.Deserialize(WallJson.Default.Message)!, entry.Arrival);
            }
        }
    }

    /// <summary>How far the replica is: of every replica, the last write it has; and how many it holds back.</summary>
    public Task<ReplicaStatus> StatusAsync(CancellationToken cancellation) => database.StatusAsync(cancellation);

    /// <summary>Ends when something has changed at the replica. Take it, then look, then await it.</summary>
    public Task News() => node.Host.Find(database.Name)!.News;

    public ValueTask DisposeAsync() => node.DisposeAsync();

    private static WriteId IdOf(string text) =>
        WriteId.TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no id of a write.");
}
