using Oxbow.Core.Identity;
using Oxbow.Core.Sizes;

namespace Oxbow.Core.Log;

/// <summary>The committed prefix up to a write, as a log of its own: what a replica below the format level shows to clients.</summary>
internal static class ReadableLog
{
    /// <summary>Copies what was committed before a write, and the write; the writes themselves are shared.</summary>
    public static WriteLog UpTo(LogEntry last, WriteLog log, CoreSizes sizes)
    {
        WriteLog readable = new(sizes);
        for (CommitNumber number = CommitNumber.None.Next; number < last.CommitNumber; number = number.Next)
        {
            Append(readable, log.At(number));
        }

        Append(readable, last);
        return readable;
    }

    private static void Append(WriteLog readable, LogEntry entry)
    {
        LogEntry copy = readable.Add(entry.Write);
        copy.CommitNumber = entry.CommitNumber;
        readable.AppendCommitted(copy);
    }
}
