using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Log;

/// <summary>The entries of a log that were made again from others, which had to leave some log.</summary>
/// <param name="omitted">Those of the omitted prefix: by what they say, the first of them.</param>
internal sealed class RemadeWrites(IReadOnlyDictionary<OriginalWrite, WriteId> omitted)
{
    private readonly Dictionary<OriginalWrite, List<LogEntry>> byOriginal = [];
    private readonly Dictionary<ReplicaId, AcceptStamp> lastByOrigin = omitted.Keys
        .GroupBy(original => original.Id.Origin)
        .ToDictionary(ofOrigin => ofOrigin.Key, ofOrigin => ofOrigin.Max(original => original.Id.Stamp));

    /// <summary>True when there is none: nearly always.</summary>
    public bool IsEmpty => byOriginal.Count == 0 && omitted.Count == 0;

    /// <summary>True when one was made again from a write and is omitted: it stands before all that is here.</summary>
    public bool Omits(OriginalWrite original) => omitted.ContainsKey(original);

    /// <summary>The entries made again from a write.</summary>
    public IReadOnlyList<LogEntry> Of(OriginalWrite original) =>
        byOriginal.TryGetValue(original, out List<LogEntry>? remade) ? remade : [];

    /// <summary>
    /// The first entry made again from a write of this id, one that says something before others; null when there is
    /// none.
    /// </summary>
    public LogEntry? Find(WriteId original) =>
        byOriginal.FirstOrDefault(pair => pair.Key.Id == original).Value is { } remade
        ? remade.Find(entry => !entry.SaysNothing) ?? remade[0]
        : null;

    /// <summary>
    /// True when a write of an origin, up to a stamp, is here as one that was made again: they are, all of them in
    /// their order.
    /// </summary>
    public bool Covers(ReplicaId origin, AcceptStamp stamp) =>
        lastByOrigin.TryGetValue(origin, out AcceptStamp last) && last >= stamp;

    public void Add(LogEntry entry)
    {
        if (entry.Write.Original is not { } original)
        {
            return;
        }

        if (!byOriginal.TryGetValue(original, out List<LogEntry>? remade))
        {
            byOriginal.Add(original, remade = []);
        }

        remade.Add(entry);
        Cover(original.Id.Origin, original.Id.Stamp);
    }

    /// <summary>All changes of an origin up to a stamp are here as ones that were made again.</summary>
    public void Cover(ReplicaId origin, AcceptStamp stamp)
    {
        AcceptStamp last = lastByOrigin.GetValueOrDefault(origin);
        lastByOrigin[origin] = stamp > last ? stamp : last;
    }

    public void Remove(LogEntry entry)
    {
        if (entry.Write.Original is { } original
            && byOriginal[original].Remove(entry)
            && byOriginal[original].Count == 0)
        {
            byOriginal.Remove(original);
        }
    }
}
