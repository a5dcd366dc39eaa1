namespace TravellingSession;

/// <summary>
/// Records everything a traveller writes and reads, and holds every later answer against it. It knows nothing of tokens and
/// vectors: documents are only ever added, so a guarantee is that certain keys are there. From the formulas of Terry et al.,
/// "Session Guarantees for Weakly Consistent Replicated Data" (PDIS '94), section 3.
/// </summary>
internal sealed class GuaranteeChecker
{
    private readonly Dictionary<string, Record> written = [];
    private readonly HashSet<string> seen = [];
    private string? lastWritten;

    /// <summary>Answers in which a guarantee was broken, by its name.</summary>
    public SortedDictionary<string, int> Violations { get; } = new(StringComparer.Ordinal)
    {
        ["read your writes"] = 0,
        ["monotonic reads"] = 0,
        ["writes follow reads"] = 0,
        ["monotonic writes"] = 0,
    };

    public int ViolationCount => Violations.Values.Sum();

    /// <summary>A room of its own for the next operations, so that what has to be compared stays small.</summary>
    public void EnterRoom()
    {
        written.Clear();
        seen.Clear();
        lastWritten = null;
    }

    public void Wrote(string key)
    {
        written.Add(key, new(lastWritten, [.. seen]));
        lastWritten = key;
    }

    /// <summary>The traveller has read all documents of the room.</summary>
    public void Read(IReadOnlySet<string> found)
    {
        Count("read your writes", !found.IsSupersetOf(written.Keys));
        Count("monotonic reads", !found.IsSupersetOf(seen));
        seen.UnionWith(found);
    }

    /// <summary>Anybody at all has read all documents of the room, at any replica.</summary>
    public void Observe(IReadOnlySet<string> found)
    {
        Record[] shown = [.. written.Where(pair => found.Contains(pair.Key)).Select(pair => pair.Value)];
        Count("writes follow reads", Array.Exists(shown, record => !found.IsSupersetOf(record.Seen)));
        Count("monotonic writes", Array.Exists(shown, record => record.Before is { } before && !found.Contains(before)));
    }

    private void Count(string guarantee, bool isBroken) => Violations[guarantee] += isBroken ? 1 : 0;

    /// <summary>What a write must never be shown without.</summary>
    private sealed record Record(string? Before, IReadOnlyCollection<string> Seen);
}
