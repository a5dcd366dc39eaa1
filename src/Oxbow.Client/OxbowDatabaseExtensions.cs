using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace Oxbow.Client;

/// <summary>What every database can do by means of its interface.</summary>
public static class OxbowDatabaseExtensions
{
    /// <summary>The documents of a collection as values of a type of yours.</summary>
    /// <param name="database">The database.</param>
    /// <param name="name">1 to 64 characters of <c>A-Z a-z 0-9 _ - .</c></param>
    /// <param name="type">How to read and write the values, from a <c>JsonSerializerContext</c> of yours.</param>
    public static OxbowCollection<T> Collection<T>(this IOxbowDatabase database, string name, JsonTypeInfo<T> type) =>
        new(database, name, type);

    /// <summary>The whole log of the replica, page by page: committed writes, then tentative ones.</summary>
    /// <param name="database">The database.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The replica cannot be reached, or refuses.</exception>
    public static async IAsyncEnumerable<LogEntry> LogAsync(
        this IOxbowDatabase database, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        long? after = null;
        do
        {
            var page = await database.LogPageAsync(after, limit: null, cancellation).ConfigureAwait(false);
            foreach (var entry in page.Entries)
            {
                yield return entry;
            }

            after = page.Next;
        }
        while (after is not null);
    }
}
