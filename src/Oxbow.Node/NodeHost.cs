using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Dialing;
using Oxbow.Node.Errors;
using Oxbow.Node.Joining;
using Oxbow.Node.Links;
using Oxbow.Node.Peers;
using Oxbow.Node.Telemetry;
using Oxbow.Node.Transport;
using Oxbow.Wire;

namespace Oxbow.Node;

/// <summary>A node: any number of databases, each with a replica of its own, and the links to other nodes.</summary>
public sealed partial class NodeHost : IAsyncDisposable
{
    private readonly NodeOptions options;
    private readonly ITransport transport;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly LinkAdmission gate;
    private readonly Dialer dialer;
    private readonly ConcurrentDictionary<string, DatabaseHost> databases = new(StringComparer.Ordinal);
    private readonly HashSet<string> opened = new(StringComparer.Ordinal);
    private readonly List<Task> background = [];
    private readonly Lock opening = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource retired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OtherDatabases others;
    private readonly JoiningDatabases joining;
    private bool isStopping;

    /// <summary>Prepares a node; databases are opened with <see cref="OpenAsync"/>.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="transport">How it reaches others; stays the caller's to dispose.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="logger">Where it logs.</param>
    /// <exception cref="ArgumentException">The options have faults, all listed.</exception>
    public NodeHost(NodeOptions options, ITransport transport, TimeProvider time, ILogger logger)
    {
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }

        this.options = options;
        this.transport = transport;
        this.time = time;
        this.logger = logger;
        gate = new(options.Name, Peers, options.StartPaused);
        state = new(options.Load, options.DataFolder, () => databases.Values, time);
        others = new(logger);
        dialer = new(options.Description, transport, Peers, others, gate, options.Links.Patience, time);
        joining = new(
            options.Links, options.Replica, options.Description, transport, dialer, Peers, gate, time, logger);
    }

    /// <summary>The node's name.</summary>
    public string Name => options.Name;

    /// <summary>The other nodes this one knows.</summary>
    public PeerTable Peers { get; } = new();

    /// <summary>True while no write passes between this node and others, retirement handovers excepted.</summary>
    public bool IsPaused => gate.IsPaused;

    /// <summary>The open databases.</summary>
    public IEnumerable<DatabaseHost> Databases =>
        databases.Values.OrderBy(database => database.Name, StringComparer.Ordinal);

    /// <summary>Faulted when a database stopped because of a bug or a broken disk: the process has to end.</summary>
    public Task Failed => failed.Task;

    /// <summary>
    /// Ends when every replica of this node has retired and told a peer, also when a restart came in between: the node
    /// can end.
    /// </summary>
    public Task Retired => retired.Task;

    /// <summary>The database of a name, or null.</summary>
    public DatabaseHost? Find(string database) => databases.GetValueOrDefault(database);

    /// <summary>True while a live link to the peer is open, for any database.</summary>
    public bool IsLive(string peer) => databases.Values.Any(database =>
        database.Connections.Any(connection => connection.PeerName == peer && connection.Traits.CountsAsLiveLink));

    /// <summary>True while fresh writes of every database go straight to the peer, by direct mail.</summary>
    public bool IsMailed(string peer) => !databases.IsEmpty && databases.Values.All(database =>
        database.Connections.Any(connection => connection.PeerName == peer && connection.CarriesMail));

    /// <summary>Starts taking links from other nodes. Call once the transport is up.</summary>
    public void Listen() =>
        transport.Listen((request, link, _) => dialer.AcceptAsync(Find(request.Database), request, link));

    /// <summary>Opens a database: recovers it, or joins it through another node, or creates it.</summary>
    /// <param name="name">Its name, 1 to 64 letters, digits, '-', '_' or '.'.</param>
    /// <param name="source">Where it comes from if there is no data of it yet, and which one it has to be.</param>
    /// <param name="cancellation">Gives up joining.</param>
    /// <exception cref="NodeException">
    /// There is no data and none is to be made; nobody granted a replica in the time that there is; it is another
    /// database than the one that is meant; or it is open already.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The node is stopping.</exception>
    /// <exception cref="Storage.FolderInUseException">Another process has the data.</exception>
    /// <exception cref="Storage.JournalDamagedException">The journal is damaged.</exception>
    public async Task<DatabaseHost> OpenAsync(string name, DatabaseSource source, CancellationToken cancellation)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (opening)
        {
            ObjectDisposedException.ThrowIf(isStopping, this);
            if (!opened.Add(name))
            {
                throw new NodeException(
                    NodeRefusalCodes.DatabaseOpen, $"Database {name} is open already, or is being opened.");
            }

            background.Add(ended.Task);
        }

        using CancellationTokenSource givingUp = CancellationTokenSource.CreateLinkedTokenSource(
            cancellation, stopping.Token);
        try
        {
            DatabaseOpener opener = new(options, joining, time, logger);
            DatabaseHost database = await opener.OpenAsync(name, source, OnNews, givingUp.Token).ConfigureAwait(false);
            database.Start();
            await BeginAsync(database).ConfigureAwait(false);
            return database;
        }
        catch (Exception exception)
        {
            lock (opening)
            {
                opened.Remove(name);
            }

            ObjectDisposedException.ThrowIf(
                exception is OperationCanceledException && !cancellation.IsCancellationRequested, this);
            throw;
        }
        finally
        {
            ended.SetResult();
        }
    }

    /// <summary>
    /// Stops anti-entropy; when this has returned nothing more passes at this node, retirement handovers of others
    /// excepted.
    /// </summary>
    public Task PauseAsync() => Task.WhenAll(
        gate.PauseAsync(),
        CutAsync(connection => !connection.Traits.AllowedWhilePaused));

    /// <summary>Lets anti-entropy go on.</summary>
    public void Resume() => gate.Resume();

    /// <summary>Blocks the link to a peer; when this has returned nothing more passes over it at this node.</summary>
    public Task BlockAsync(string peer) => Task.WhenAll(
        gate.BlockAsync(peer),
        CutAsync(connection => connection.PeerName == peer));

    /// <summary>Restores the link to a peer.</summary>
    public void Unblock(string peer) => gate.Unblock(peer);

    /// <summary>
    /// One exchange of every database with a peer, in both directions; afterwards everything is durable at both ends.
    /// </summary>
    /// <returns>Records sent and received.</returns>
    /// <exception cref="NodeException">The link may not exist, or the peer did not answer or refused.</exception>
    /// <exception cref="ExchangeFailedException">The exchange began and was cut.</exception>
    public async Task<(long Sent, long Received)> ExchangeAsync(string peer, CancellationToken cancellation)
    {
        (long sent, long received) = (0, 0);
        foreach (DatabaseHost database in Databases)
        {
            RunsEnded ended = await ExchangeAsync(database, peer, cancellation).ConfigureAwait(false);
            sent += ended.Sent;
            received += ended.Received;
        }

        return (sent, received);
    }

    /// <summary>
    /// Retires every replica of this node: hands everything it has to a peer, the primary's authority included.
    /// Afterwards the node has no more purpose and can end.
    /// </summary>
    /// <param name="to">The peer to tell; null for any that can be reached.</param>
    /// <param name="cancellation">Gives up; what had been accepted stays.</param>
    /// <returns>The peer that was told.</returns>
    /// <exception cref="NodeException">
    /// Nobody could be told; the node goes on unless a retirement had been accepted already.
    /// </exception>
    public async Task<string> RetireAsync(string? to, CancellationToken cancellation)
    {
        NodeException failure = new(NodeRefusalCodes.NoPeerReachable, "No peer can be reached: make one known, or restore a link, and retire again.");
        foreach (string peer in to is null ? [.. Peers.All.Where(peer => peer.Address is not null).Select(peer => peer.Name)] : new[] { to })
        {
            try
            {
                await HandOverAsync(peer, cancellation).ConfigureAwait(false);
                NodeLogMessages.Retired(logger, Name, peer);
                return peer;
            }
            catch (Exception exception) when (exception is NodeException or ExchangeFailedException)
            {
                failure = new(NodeRefusalCodes.NoPeerReachable, $"No peer could be told. The last one tried: {exception.Message}", exception);
            }
        }

        throw failure;
    }

    /// <summary>
    /// Stops every database and link. What was answered is durable; what was not answered may be lost.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        lock (opening)
        {
            if (isStopping)
            {
                return;
            }

            isStopping = true;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await state.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(databases.Values.Select(database => database.DisposeAsync().AsTask())).ConfigureAwait(false);
        await Task.WhenAll(background).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        others.Clear();
        stopping.Dispose();
    }

    /// <summary>Puts an opened database among those that are served, unless the node began to stop meanwhile.</summary>
    private async Task BeginAsync(DatabaseHost database)
    {
        LinkPolicy policy = new(database, Peers, gate, dialer, options.Links, time, logger);
        lock (opening)
        {
            if (!isStopping)
            {
                databases[database.Name] = database;
                background.Add(policy.RunAsync(stopping.Token));
                background.Add(WatchAsync(database));
                return;
            }
        }

        await database.DisposeAsync().ConfigureAwait(false);
        throw new ObjectDisposedException(nameof(NodeHost));
    }

    private async Task HandOverAsync(string peer, CancellationToken cancellation)
    {
        foreach (DatabaseHost database in Databases.Where(database => database.Standing != Standing.Retired))
        {
            PeerConnection connection = await dialer.DialAsync(database, peer, LinkPurpose.RetirementHandover, cancellation).ConfigureAwait(false);
            await connection.RetirementHandoverEnded.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private Task CutAsync(Func<PeerConnection, bool> which) =>
        Task.WhenAll(databases.Values.SelectMany(database =>
            database.Connections.Where(which).Select(DatabaseHost.CutAsync)));

    private void OnNews(DatabaseHost database, ReplicaEvent news)
    {
        switch (news)
        {
            case Alarm alarm:
                NodeLogMessages.Alarmed(
                    logger, database.Name, RejectionText.CodeOf(alarm.Rejection.Code), alarm.Rejection.Detail);
                break;
            case WriteHeldBack held:
                NodeLogMessages.WriteHeldBack(logger, database.Name, held.Write, held.Missing.Length);
                break;
            case WriteReleased released:
                NodeLogMessages.WriteReleased(
                    logger, database.Name, released.Write, released.HeldFor.TotalMilliseconds);
                break;
        }
    }

    private async Task WatchAsync(DatabaseHost database)
    {
        try
        {
            await Task.WhenAny(database.Retired, database.Stopped).ConfigureAwait(false);
            if (databases.Values.All(each => each.Retired.IsCompleted))
            {
                retired.TrySetResult();
            }

            await database.Stopped.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            NodeLogMessages.DatabaseFailed(logger, database.Name, exception.Message, exception);
            failed.TrySetException(exception);
            _ = failed.Task.Exception;
        }
    }
}
