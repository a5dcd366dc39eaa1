using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Oxbow.Client;

/// <summary>
/// Reads and writes one database over HTTP, at one node or at one of several (<see cref="OxbowCluster"/>). Safe for
/// concurrent use; cheap to create, since all clients of a process share one pool of connections. Operations
/// given a <see cref="ClientSession"/> keep its guarantees; operations without one see whatever the node has.
/// </summary>
public sealed partial class OxbowClient : IOxbowDatabase
{
    private readonly NodePool nodes;
    private readonly string databasePath;

    /// <summary>Creates a client. Nothing is sent yet.</summary>
    /// <param name="node">The node's client address, such as <c>http://127.0.0.1:4800</c>.</param>
    /// <param name="database">The database; <c>main</c> by default.</param>
    /// <exception cref="ArgumentException">The address is not absolute, or neither http nor https.</exception>
    public OxbowClient(Uri node, string database = "main")
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentException.ThrowIfNullOrEmpty(database);
        nodes = new NodePool(new NodeSelector(new OxbowClientOptions { Nodes = [node], DiscoversNodes = false }));
        databasePath = PathOf(database);
        Name = database;
    }

    internal OxbowClient(NodePool nodes, string database)
    {
        ArgumentException.ThrowIfNullOrEmpty(database);
        this.nodes = nodes;
        databasePath = PathOf(database);
        Name = database;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Sets a document, whether or not it existed.</summary>
    /// <param name="collection">1 to 64 characters of <c>A-Z a-z 0-9 _ - .</c></param>
    /// <param name="key">At most 1 KiB of UTF-8.</param>
    /// <param name="json">The value: JSON in UTF-8, at most 256 KiB.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting; the write may be accepted all the same.</param>
    /// <returns>The write, already in the node's log and on its disk.</returns>
    /// <exception cref="SessionNotSatisfiedException">
    /// The node lacks writes of the session; nothing was written.
    /// </exception>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public Task<WriteResult> PutAsync(
        string collection,
        string key,
        ReadOnlyMemory<byte> json,
        ClientSession? session = null,
        CancellationToken cancellation = default)
    {
        if (!DocumentPath.CanCarry(key))
        {
            var reader = new Utf8JsonReader(json.Span);
            return WriteAsync(
                [Update.PutDocument(collection, key, JsonElement.ParseValue(ref reader))], session, cancellation);
        }

        return nodes.SendAsync(
            new NodeRequest(HttpMethod.Put, DocumentPath.Of(databasePath, collection, key), json),
            ClientJson.Default.WriteResult,
            session,
            cancellation);
    }

    /// <summary>Sets a document to a value of a type of yours.</summary>
    /// <param name="collection">1 to 64 characters of <c>A-Z a-z 0-9 _ - .</c></param>
    /// <param name="key">At most 1 KiB of UTF-8.</param>
    /// <param name="value">The value, at most 256 KiB as JSON.</param>
    /// <param name="type">How to write the value, from a <c>JsonSerializerContext</c> of yours.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting; the write may be accepted all the same.</param>
    /// <exception cref="SessionNotSatisfiedException">
    /// The node lacks writes of the session; nothing was written.
    /// </exception>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public Task<WriteResult> PutAsync<T>(
        string collection,
        string key,
        T value,
        JsonTypeInfo<T> type,
        ClientSession? session = null,
        CancellationToken cancellation = default) =>
        PutAsync(collection, key, JsonSerializer.SerializeToUtf8Bytes(value, type), session, cancellation);

    /// <summary>Removes a document. Removing an absent one is a write as well.</summary>
    /// <param name="collection">The document's collection.</param>
    /// <param name="key">The document's key.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting; the write may be accepted all the same.</param>
    /// <exception cref="SessionNotSatisfiedException">
    /// The node lacks writes of the session; nothing was written.
    /// </exception>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public Task<WriteResult> DeleteAsync(
        string collection, string key, ClientSession? session = null, CancellationToken cancellation = default) =>
        DocumentPath.CanCarry(key)
            ? nodes.SendAsync(
                new NodeRequest(HttpMethod.Delete, DocumentPath.Of(databasePath, collection, key)),
                ClientJson.Default.WriteResult,
                session,
                cancellation)
            : WriteAsync([Update.DeleteDocument(collection, key)], session, cancellation);

    /// <summary>Applies several updates as one write: at every replica all of them, or none.</summary>
    /// <param name="updates">The updates, in order.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting; the write may be accepted all the same.</param>
    /// <exception cref="SessionNotSatisfiedException">
    /// The node lacks writes of the session; nothing was written.
    /// </exception>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public Task<WriteResult> WriteAsync(
        IReadOnlyList<Update> updates, ClientSession? session = null, CancellationToken cancellation = default) =>
        nodes.SendAsync(
            new NodeRequest(
                HttpMethod.Post,
                $"{databasePath}/writes",
                NodeConnection.Json(new UpdateSet(updates), ClientJson.Default.UpdateSet)),
            ClientJson.Default.WriteResult,
            session,
            cancellation);

    /// <summary>Reads a document.</summary>
    /// <param name="collection">The document's collection.</param>
    /// <param name="key">The document's key.</param>
    /// <param name="view">Which writes to see; all by default.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The document, or null when there is none.</returns>
    /// <exception cref="SessionNotSatisfiedException">The node lacks writes of the session.</exception>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public async Task<StoredDocument?> GetAsync(
        string collection,
        string key,
        ReadView view = ReadView.Latest,
        ClientSession? session = null,
        CancellationToken cancellation = default)
    {
        if (!DocumentPath.CanCarry(key))
        {
            return await GetByScanAsync(collection, key, view, session, cancellation).ConfigureAwait(false);
        }

        var path = DocumentPath.Of(databasePath, collection, key)
            + (view is ReadView.Committed ? "?view=committed" : "");
        using var answer = await nodes
            .SendAsync(new NodeRequest(HttpMethod.Get, path, AbsentCode: "document_not_found"), session, cancellation)
            .ConfigureAwait(false);
        return answer.IsSuccessStatusCode
            ? await DocumentAnswer.ReadAsync(answer, cancellation).ConfigureAwait(false)
            : null;
    }

    /// <summary>Reads a document as a value of a type of yours.</summary>
    /// <param name="collection">The document's collection.</param>
    /// <param name="key">The document's key.</param>
    /// <param name="type">How to read the value, from a <c>JsonSerializerContext</c> of yours.</param>
    /// <param name="view">Which writes to see; all by default.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The value, or the type's default when there is no such document.</returns>
    /// <exception cref="JsonException">The document is not of that type.</exception>
    /// <exception cref="SessionNotSatisfiedException">The node lacks writes of the session.</exception>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public async Task<T?> GetAsync<T>(
        string collection,
        string key,
        JsonTypeInfo<T> type,
        ReadView view = ReadView.Latest,
        ClientSession? session = null,
        CancellationToken cancellation = default)
    {
        var document = await GetAsync(collection, key, view, session, cancellation).ConfigureAwait(false);
        return document is null ? default : JsonSerializer.Deserialize(document.Json.Span, type);
    }

    /// <summary>Reads one page of a collection, in key order.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="range">Which documents; null for all.</param>
    /// <param name="view">Which writes to see; all by default.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="SessionNotSatisfiedException">The node lacks writes of the session.</exception>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public Task<ScanPage> ScanAsync(
        string collection,
        ScanRange? range = null,
        ReadView view = ReadView.Latest,
        ClientSession? session = null,
        CancellationToken cancellation = default) =>
        nodes.SendAsync(
            new NodeRequest(
                HttpMethod.Get,
                $"{databasePath}/{Uri.EscapeDataString(collection)}{(range ?? new ScanRange()).ToQuery(view)}"),
            ClientJson.Default.ScanPage,
            session,
            cancellation);

    /// <summary>What the node knows of a write.</summary>
    /// <param name="write">The write's id.</param>
    /// <param name="wait">
    /// How long to wait for its commit; zero (default) answers at once. A node bounds it, by default to 60 s.
    /// </param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The write's fate, or null when the node does not have the write (yet).</returns>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public async Task<WriteResult?> FateAsync(
        string write, TimeSpan wait = default, CancellationToken cancellation = default)
    {
        var query = new QueryText().Add(
            "wait", wait > TimeSpan.Zero ? wait.TotalSeconds.ToString(CultureInfo.InvariantCulture) : null);
        var path = $"{databasePath}/writes/{Uri.EscapeDataString(write)}{query}";
        using var answer = await nodes
            .SendAsync(
                new NodeRequest(HttpMethod.Get, path, AbsentCode: "write_not_found"), session: null, cancellation)
            .ConfigureAwait(false);
        return answer.IsSuccessStatusCode
            ? await NodeConnection.ReadAsync(answer, ClientJson.Default.WriteResult, cancellation).ConfigureAwait(false)
            : null;
    }

    /// <summary>Reads one page of the replica's log: committed writes, then tentative ones.</summary>
    /// <param name="after">The position to read on after; null from the start.</param>
    /// <param name="limit">The most entries, up to 10,000; null leaves it to the node (1,000).</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public Task<LogPage> LogPageAsync(
        long? after = null, int? limit = null, CancellationToken cancellation = default) =>
        nodes.SendAsync(
            new NodeRequest(
                HttpMethod.Get, $"{databasePath}/log{new QueryText().Add("after", after).Add("limit", limit)}"),
            ClientJson.Default.LogPage,
            session: null,
            cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<LogEntry> ChangesAsync(long after = 0, CancellationToken cancellation = default) =>
        new ChangeStream(nodes, $"{databasePath}/changes").ReadAsync(after, cancellation);

    /// <summary>What the replica says of itself.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The node cannot be reached, or does not host the database.</exception>
    public Task<ReplicaStatus> StatusAsync(CancellationToken cancellation = default) =>
        nodes.SendAsync(
            new NodeRequest(HttpMethod.Get, $"{databasePath}/status"),
            ClientJson.Default.ReplicaStatus,
            session: null,
            cancellation);

    async Task<WriteReceipt> IOxbowDatabase.WriteAsync(
        IReadOnlyList<Update> updates, ClientSession? session, CancellationToken cancellation) =>
        new(this, await WriteAsync(updates, session, cancellation).ConfigureAwait(false));

    private static string PathOf(string database) => $"/db/{Uri.EscapeDataString(database)}";

    private async Task<StoredDocument?> GetByScanAsync(
        string collection, string key, ReadView view, ClientSession? session, CancellationToken cancellation)
    {
        var page = await ScanAsync(collection, new ScanRange { From = key, Limit = 1 }, view, session, cancellation)
            .ConfigureAwait(false);
        return page.Documents is [var first, ..] && first.Key == key
            ? new StoredDocument(
                JsonSerializer.SerializeToUtf8Bytes(first.Value, ClientJson.Default.JsonElement), first.State, Write: null)
            : null;
    }
}
