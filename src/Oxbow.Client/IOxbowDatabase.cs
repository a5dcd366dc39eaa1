namespace Oxbow.Client;

/// <summary>
/// One database, the same whether its replica lives in this process or across the network. Safe for concurrent
/// use. Operations given a <see cref="ClientSession"/> keep its guarantees; those without one see whatever the
/// replica has. Typed documents: <see cref="OxbowDatabaseExtensions.Collection{T}"/>.
/// </summary>
public interface IOxbowDatabase
{
    /// <summary>The database's name.</summary>
    string Name { get; }

    /// <summary>Applies several updates as one write: at every replica all of them, or none.</summary>
    /// <param name="updates">The updates, in order: 1 to 1000, together at most 1 MiB.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting; the write may be accepted all the same.</param>
    /// <returns>The receipt of the write, which is already in the replica's log and on its disk.</returns>
    /// <exception cref="SessionNotSatisfiedException">The replica lacks writes of the session; nothing was written.</exception>
    /// <exception cref="OxbowException">The replica cannot be reached, or refuses.</exception>
    Task<WriteReceipt> WriteAsync(
        IReadOnlyList<Update> updates, ClientSession? session = null, CancellationToken cancellation = default);

    /// <summary>Reads a document.</summary>
    /// <param name="collection">1 to 64 characters of <c>A-Z a-z 0-9 _ - .</c></param>
    /// <param name="key">At most 1 KiB of UTF-8.</param>
    /// <param name="view">Which writes to see; all by default.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The document, or null when there is none.</returns>
    /// <exception cref="SessionNotSatisfiedException">The replica lacks writes of the session.</exception>
    /// <exception cref="OxbowException">The replica cannot be reached, or refuses.</exception>
    Task<StoredDocument?> GetAsync(
        string collection,
        string key,
        ReadView view = ReadView.Latest,
        ClientSession? session = null,
        CancellationToken cancellation = default);

    /// <summary>Reads one page of a collection, in key order.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="range">Which documents; null for all.</param>
    /// <param name="view">Which writes to see; all by default.</param>
    /// <param name="session">The session to act in; null for none.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="SessionNotSatisfiedException">The replica lacks writes of the session.</exception>
    /// <exception cref="OxbowException">The replica cannot be reached, or refuses.</exception>
    Task<ScanPage> ScanAsync(
        string collection,
        ScanRange? range = null,
        ReadView view = ReadView.Latest,
        ClientSession? session = null,
        CancellationToken cancellation = default);

    /// <summary>What the replica knows of a write.</summary>
    /// <param name="write">The write's id.</param>
    /// <param name="wait">How long to wait for its commit; zero (default) answers at once. A replica may answer earlier.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The write's fate, or null when the replica does not have the write (yet).</returns>
    /// <exception cref="OxbowException">The replica cannot be reached, or refuses.</exception>
    Task<WriteResult?> FateAsync(string write, TimeSpan wait = default, CancellationToken cancellation = default);

    /// <summary>Reads one page of the replica's log: committed writes, then tentative ones.</summary>
    /// <param name="after">The position to read on after; null from the start.</param>
    /// <param name="limit">The most entries, up to 10,000; null leaves it to the replica (1,000).</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The replica cannot be reached, or refuses.</exception>
    Task<LogPage> LogPageAsync(long? after = null, int? limit = null, CancellationToken cancellation = default);

    /// <summary>
    /// Every committed write after a commit number, then each one as it is committed, without end. The order is
    /// the same at every replica: keep the last <see cref="LogEntry.CommitNumber"/> to go on later, anywhere.
    /// </summary>
    /// <param name="after">The last commit number that was seen; 0 (default) for all.</param>
    /// <param name="cancellation">Ends the feed.</param>
    /// <exception cref="OxbowException">No replica can be reached any more, or it refuses.</exception>
    IAsyncEnumerable<LogEntry> ChangesAsync(long after = 0, CancellationToken cancellation = default);

    /// <summary>What the replica says of itself.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The replica cannot be reached, or does not host the database.</exception>
    Task<ReplicaStatus> StatusAsync(CancellationToken cancellation = default);
}
