using System.Runtime.CompilerServices;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Errors;

namespace Oxbow.Node.Databases;

/// <summary>The committed writes of a database in their final order, those to come included.</summary>
public static class ChangeFeed
{
    private const int EntriesAtATime = 256;

    /// <summary>
    /// Every committed write after a commit number, and then each one as it is committed, without end. The same
    /// at every replica, so that a reader can go on elsewhere with the last number it saw.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="after">The last commit number that the reader has; none for all.</param>
    /// <param name="cancellation">Ends the feed.</param>
    /// <exception cref="OverloadedException">The mailbox is full or the database has stopped.</exception>
    public static async IAsyncEnumerable<LogEntryView> ReadAsync(
        DatabaseHost database, CommitNumber after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        while (true)
        {
            Task news = database.News;
            LogRead read = (LogRead)await database.AskAsync(new ReadLog(database.NextRequest(), after.Value, EntriesAtATime)).ConfigureAwait(false);
            foreach (LogEntryView entry in read.Entries.TakeWhile(entry => entry.CommitNumber > after && IsExecuted(entry)))
            {
                after = entry.CommitNumber;
                yield return entry;
            }

            // A page that ends with a committed write may have more behind it.
            if (!(read.HasMore && IsExecuted(read.Entries[^1])))
            {
                await news.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>True for a committed write that documents show: software below the format level shows none behind the raise.</summary>
    private static bool IsExecuted(LogEntryView entry) => entry.CommitNumber.IsGiven && entry.Outcome != Outcome.None;
}
