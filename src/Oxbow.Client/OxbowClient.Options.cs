using System.Text.Json;

namespace Oxbow.Client;

/// <content>Writes on terms: conditions and idempotency keys.</content>
public sealed partial class OxbowClient
{
    /// <summary>Sets a document on terms.</summary>
    /// <param name="collection">1 to 64 characters of <c>A-Z a-z 0-9 _ - .</c></param>
    /// <param name="key">At most 1 KiB of UTF-8.</param>
    /// <param name="json">The value: JSON in UTF-8, at most 256 KiB.</param>
    /// <param name="options">The terms.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting; the write may be accepted all the same.</param>
    /// <returns>The write, already in the node's log and on its disk.</returns>
    /// <exception cref="ArgumentException">There is a condition and the key is empty, <c>.</c> or <c>..</c>, or has a null character.</exception>
    /// <exception cref="SessionNotSatisfiedException">The node lacks writes of the session; nothing was written.</exception>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public Task<WriteResult> PutAsync(
        string collection,
        string key,
        ReadOnlyMemory<byte> json,
        WriteOptions options,
        ClientSession? session = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!DocumentPath.CanCarry(key))
        {
            var reader = new Utf8JsonReader(json.Span);
            return WriteAsync([Update.PutDocument(collection, key, JsonElement.ParseValue(ref reader))], options, session, cancellation);
        }

        return SendAsync(HttpMethod.Put, DocumentPath.Of(databasePath, collection, key), json, options, session, cancellation);
    }

    /// <summary>Removes a document on terms.</summary>
    /// <param name="collection">The document's collection.</param>
    /// <param name="key">The document's key.</param>
    /// <param name="options">The terms.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting; the write may be accepted all the same.</param>
    /// <exception cref="ArgumentException">There is a condition and the key is empty, <c>.</c> or <c>..</c>, or has a null character.</exception>
    /// <exception cref="SessionNotSatisfiedException">The node lacks writes of the session; nothing was written.</exception>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public Task<WriteResult> DeleteAsync(
        string collection, string key, WriteOptions options, ClientSession? session = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return DocumentPath.CanCarry(key)
            ? SendAsync(HttpMethod.Delete, DocumentPath.Of(databasePath, collection, key), json: null, options, session, cancellation)
            : WriteAsync([Update.DeleteDocument(collection, key)], options, session, cancellation);
    }

    /// <summary>Applies several updates as one write, on terms.</summary>
    /// <param name="updates">The updates, in order.</param>
    /// <param name="options">The terms; without conditions, which are about one document.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting; the write may be accepted all the same.</param>
    /// <exception cref="ArgumentException">There is a condition.</exception>
    /// <exception cref="SessionNotSatisfiedException">The node lacks writes of the session; nothing was written.</exception>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public Task<WriteResult> WriteAsync(
        IReadOnlyList<Update> updates, WriteOptions options, ClientSession? session = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.HasCondition
            ? throw new ArgumentException("Only a write of one document whose key a path can carry takes a condition: leave out IfWrite and IfAbsent.", nameof(options))
            : SendAsync(
                HttpMethod.Post,
                $"{databasePath}/writes",
                JsonSerializer.SerializeToUtf8Bytes(new UpdateSet(updates), ClientJson.Default.UpdateSet),
                options,
                session,
                cancellation);
    }

    private Task<WriteResult> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? json, WriteOptions options, ClientSession? session, CancellationToken cancellation) =>
        WriteRetry.SendAsync(
            options,
            () => nodes.SendAsync(
                new NodeRequest(method, path, json) { Options = options },
                ClientJson.Default.WriteResult,
                session,
                cancellation),
            cancellation);
}
