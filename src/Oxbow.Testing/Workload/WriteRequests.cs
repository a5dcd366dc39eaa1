using System.Text;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.Writes;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Randomness;

namespace Oxbow.Testing.Workload;

/// <summary>
/// Draws the writes of clients: plain ones, ones with a key that are sent again, ones with a condition.
/// </summary>
internal sealed class WriteRequests(World world)
{
    private const int RequestKeyBytes = 8;
    private const int NewerPerThousand = 300;

    private readonly SeededRandom random = world.Plan.Workload;
    private readonly SeededRandom extras = world.Plan.Extras;

    /// <summary>
    /// A write that touches one document at least; the documents are added to <paramref name="keys"/>.
    /// </summary>
    public SubmitWrite Draw(SimulatedClient client, RequestId id, List<DocumentKey> keys, SessionState? session)
    {
        if (client.Repeatable is { } earlier && extras.Happens(client.HasGivenUp ? 700 : 100))
        {
            keys.Clear();
            keys.AddRange(client.RepeatableKeys);
            SubmitWrite again = new(id, earlier.Updates, session) { RequestKey = earlier.RequestKey };
            return extras.Below(10) > 0 ? again : again with { Updates = DrawUpdates(keys) };
        }

        while (random.Below(3) == 0)
        {
            keys.Add(Documents.DrawKey(random, world.Plan.KeyCount));
        }

        SubmitWrite submit = new(id, DrawUpdates(keys), session)
        {
            Schema = world.Plan.DrawsLevel(NewerPerThousand) ? SwarmPlan.HighestLevel : 1,
            Preconditions = extras.Happens(world.Plan.ConditionPerThousand) ? [DrawCondition(client, keys[0])] : [],
        };
        if (extras.Happens(world.Plan.KeyedPerThousand))
        {
            submit = submit with { RequestKey = BitConverter.GetBytes(extras.Bits()).AsMemory(0, RequestKeyBytes) };
            client.Repeatable = submit;
            client.RepeatableKeys = [.. keys];
        }

        return submit;
    }

    private Update[] DrawUpdates(List<DocumentKey> keys) =>
        [.. keys.Select(key => Documents.DrawUpdate(random, key, world.Plan.LargestValueBytes))];

    /// <summary>What the client saw last, or believes.</summary>
    private static Precondition DrawCondition(SimulatedClient client, DocumentKey key) =>
        new(Encoding.UTF8.GetBytes(key.Collection), Encoding.UTF8.GetBytes(key.Key), client.Seen.TryGetValue(key, out Core.Identity.WriteId? seen) ? seen : null);
}
