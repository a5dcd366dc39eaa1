using Oxbow.Core.Identity;

namespace Oxbow.Core.Log;

/// <summary>The entries of one accepting replica, in the order it accepted them: to find a write by its id, the first one and the last one.</summary>
internal sealed class OriginLog
{
    private readonly List<LogEntry> entries = [];

    public LogEntry? First => entries.Count == 0 ? null : entries[0];

    public LogEntry? Last => entries.Count == 0 ? null : entries[^1];

    public void Add(LogEntry entry) => entries.Add(entry);

    public LogEntry? Find(AcceptStamp stamp)
    {
        int low = 0;
        int high = entries.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = entries[middle].Stamp.CompareTo(stamp);
            if (order == 0)
            {
                return entries[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}
