using Oxbow.Core.Identity;

namespace Oxbow.Core.Log;

/// <summary>The entries of a log that were made again from others, which had to leave some log.</summary>
internal sealed class RemadeWrites
{
    private readonly Dictionary<WriteId, LogEntry> byOriginal = [];
    private readonly Dictionary<ReplicaId, AcceptStamp> lastByOrigin = [];

    /// <summary>The entry made again from a write, the first that came; null when none is here.</summary>
    public LogEntry? Find(WriteId original) => byOriginal.GetValueOrDefault(original);

    /// <summary>True when a write of an origin, up to a stamp, is here as one that was made again: they are, all of them in their order.</summary>
    public bool Covers(ReplicaId origin, AcceptStamp stamp) =>
        lastByOrigin.TryGetValue(origin, out AcceptStamp last) && last >= stamp;

    public void Add(LogEntry entry)
    {
        if (entry.Write.Original is { } original && byOriginal.TryAdd(original.Id, entry))
        {
            AcceptStamp last = lastByOrigin.GetValueOrDefault(original.Id.Origin);
            lastByOrigin[original.Id.Origin] = original.Id.Stamp > last ? original.Id.Stamp : last;
        }
    }

    public void Remove(LogEntry entry)
    {
        if (entry.Write.Original is { } original && byOriginal.TryGetValue(original.Id, out LogEntry? held) && held == entry)
        {
            byOriginal.Remove(original.Id);
        }
    }
}
