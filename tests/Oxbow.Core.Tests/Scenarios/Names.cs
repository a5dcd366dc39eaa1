using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Scenarios;

/// <summary>
/// Stable names instead of stamps: B3 is the third write that replica B accepted, B0 the moment of its creation. A
/// replica with a second id is B' from then on.
/// </summary>
internal sealed class Names
{
    private readonly Dictionary<ReplicaId, string> replicas = [];
    private readonly Dictionary<WriteId, int> numbers = [];
    private readonly Dictionary<ReplicaId, int> counts = [];

    /// <summary>Learns the names of a peer's ids and of what it has accepted.</summary>
    public void Learn(Peer peer)
    {
        string name = peer.Name + new string('\'', replicas.Count(pair => peer.HasBeen(pair.Key) && pair.Key != peer.Id));
        replicas.TryAdd(peer.Id, name);
        foreach (WriteId write in peer.Disk.Records.Where(record => record.Write is not null).Select(record => record.Id))
        {
            if (!numbers.ContainsKey(write))
            {
                numbers[write] = counts[write.Origin] = counts.GetValueOrDefault(write.Origin) + 1;
            }
        }
    }

    public string Of(ReplicaId id) => replicas.GetValueOrDefault(id, "?");

    public string Of(WriteId id) => $"{Of(id.Origin)}{(numbers.TryGetValue(id, out int number) ? number : id.Stamp == id.Origin.Created ? 0 : "?")}";

    public string Of(VersionVector vector) =>
        $"{{{string.Join(' ', vector.Entries.Select(entry => entry.Stamp == AcceptStamp.Maximum ? $"{Of(entry.Replica)}:all" : Of(new WriteId(entry.Replica, entry.Stamp))).Order(StringComparer.Ordinal))}}}";

    public string Of(LogRecord record) =>
        (record.IsCommitNotice ? "notice " : "") + (record.Write is { } write ? Of(write) : Of(record.Id)) + (record.CommitNumber.IsGiven ? $" is {record.CommitNumber}" : "");

    /// <summary>A write with its name and what it does.</summary>
    public string Of(Write write) => write.Kind switch
    {
        WriteKind.Update => $"{Of(write.Id)} ({Updates(write)})",
        WriteKind.Creation => $"{Of(write.Id)} (creates {Of(write.Id.Origin.Child(write.Id.Stamp))})",
        WriteKind.HandOff => $"{Of(write.Id)} (hands off to {Of(write.HandOffTarget!)})",
        WriteKind.LevelRaise => $"{Of(write.Id)} (raises the level to {write.RaisedLevel})",
        WriteKind.Announcement => $"{Of(write.Id)} (executes level {write.Description!.FormatLevel})",
        _ => $"{Of(write.Id)} ({write.Kind.ToString().ToLowerInvariant()})",
    };

    private static string Updates(Write write)
    {
        List<string> updates = [];
        foreach (Update update in write.ReadUpdates())
        {
            string key = System.Text.Encoding.UTF8.GetString(update.Key.Span);
            updates.Add(update.Kind == UpdateKind.Delete ? $"no {key}" : $"{key}={Shorten(System.Text.Encoding.UTF8.GetString(update.Value.Span).Trim('"'))}");
        }

        return string.Join(' ', updates);
    }

    private static string Shorten(string value) => value.Length <= 20 ? value : $"{value[..4]}...";
}
