using Oxbow.Core.Identity;
using Oxbow.Core.Sizes;

namespace Oxbow.Core.Log;

/// <summary>
/// The committed prefix up to a write, as a log of its own: what a replica below the format level shows to clients.
/// </summary>
/// <remarks>
/// A take-over can be committed while writes before it of the same origin are not. The vector says nothing of it then:
/// it has no holes (I1).
/// </remarks>
internal static class ReadableLog
{
    /// <summary>Copies what was committed before a write, and the write; the writes themselves are shared.</summary>
    public static WriteLog UpTo(LogEntry last, WriteLog log, CoreSizes sizes)
    {
        WriteLog readable = new(sizes, log.Omitted);
        List<LogEntry> prefix = [.. log.Committed.TakeWhile(entry => entry.CommitNumber < last.CommitNumber), last];
        Dictionary<WriteId, LogEntry> added = [];
        foreach (LogEntry entry in prefix.OrderBy(entry => entry.Write.Id))
        {
            if (readable.ChainOf(entry.Write.Id.Origin)?.Head is not { } before
                ? entry.Write.Previous == entry.Write.Id.Origin.Created
                : entry.Write.PreviousHash == before)
            {
                added.Add(entry.Write.Id, readable.Add(entry.Write));
            }
        }

        foreach (LogEntry entry in prefix)
        {
            LogEntry copy = added.GetValueOrDefault(entry.Write.Id)
                ?? new(entry.Write, readable.Replicas.Intern(entry.Write.Id.Origin));
            copy.CommitNumber = entry.CommitNumber;
            readable.AppendCommitted(copy);
        }

        return readable;
    }
}
