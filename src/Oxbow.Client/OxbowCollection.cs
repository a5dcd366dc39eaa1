using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Oxbow.Client;

/// <summary>The documents of one collection as values of one type. Safe for concurrent use.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public sealed class OxbowCollection<T>
{
    private readonly IOxbowDatabase database;
    private readonly JsonTypeInfo<T> type;

    internal OxbowCollection(IOxbowDatabase database, string name, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(type);
        this.database = database;
        this.type = type;
        Name = name;
    }

    /// <summary>The collection's name.</summary>
    public string Name { get; }

    /// <summary>Sets a document, whether or not it existed.</summary>
    /// <param name="key">At most 1 KiB of UTF-8.</param>
    /// <param name="value">The value, at most 256 KiB as JSON.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting; the write may be accepted all the same.</param>
    /// <exception cref="SessionNotSatisfiedException">The replica lacks writes of the session; nothing was written.</exception>
    /// <exception cref="OxbowException">The replica cannot be reached, or refuses.</exception>
    public Task<WriteReceipt> PutAsync(
        string key, T value, ClientSession? session = null, CancellationToken cancellation = default) =>
        database.WriteAsync([Put(key, value)], session, cancellation);

    /// <summary>Removes a document. Removing an absent one is a write as well.</summary>
    /// <param name="key">The document's key.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting; the write may be accepted all the same.</param>
    /// <exception cref="SessionNotSatisfiedException">The replica lacks writes of the session; nothing was written.</exception>
    /// <exception cref="OxbowException">The replica cannot be reached, or refuses.</exception>
    public Task<WriteReceipt> DeleteAsync(
        string key, ClientSession? session = null, CancellationToken cancellation = default) =>
        database.WriteAsync([Update.DeleteDocument(Name, key)], session, cancellation);

    /// <summary>The update that sets a document, as part of a write over several.</summary>
    /// <param name="key">The document's key.</param>
    /// <param name="value">The new value.</param>
    public Update Put(string key, T value) =>
        Update.PutDocument(Name, key, JsonSerializer.SerializeToElement(value, type));

    /// <summary>Reads a document.</summary>
    /// <param name="key">The document's key.</param>
    /// <param name="view">Which writes to see; all by default.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The document, or null when there is none.</returns>
    /// <exception cref="JsonException">The document is not of this type.</exception>
    /// <exception cref="SessionNotSatisfiedException">The replica lacks writes of the session.</exception>
    /// <exception cref="OxbowException">The replica cannot be reached, or refuses.</exception>
    public async Task<Document<T>?> GetAsync(
        string key,
        ReadView view = ReadView.Latest,
        ClientSession? session = null,
        CancellationToken cancellation = default)
    {
        var found = await database.GetAsync(Name, key, view, session, cancellation).ConfigureAwait(false);
        return found is null ? null : new Document<T>(key, JsonSerializer.Deserialize(found.Json.Span, type)!, found.State);
    }

    /// <summary>Reads documents in key order, page by page as they are asked for.</summary>
    /// <param name="range">Which documents, and how many on a page; null for all.</param>
    /// <param name="view">Which writes to see; all by default.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Ends the scan.</param>
    /// <exception cref="JsonException">A document is not of this type.</exception>
    /// <exception cref="SessionNotSatisfiedException">The replica lacks writes of the session.</exception>
    /// <exception cref="OxbowException">The replica cannot be reached, or refuses.</exception>
    public async IAsyncEnumerable<Document<T>> ScanAsync(
        ScanRange? range = null,
        ReadView view = ReadView.Latest,
        ClientSession? session = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var rest = range ?? new ScanRange();
        while (true)
        {
            var page = await database.ScanAsync(Name, rest, view, session, cancellation).ConfigureAwait(false);
            foreach (var found in page.Documents)
            {
                yield return new Document<T>(found.Key, found.Value.Deserialize(type)!, found.State);
            }

            if (page.Next is null)
            {
                yield break;
            }

            rest = rest with { After = page.Next };
        }
    }
}
