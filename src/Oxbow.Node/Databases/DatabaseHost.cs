using System.Collections.Concurrent;
using Oxbow.Core;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Errors;
using Oxbow.Node.Links;
using Oxbow.Node.Loop;
using Oxbow.Node.Telemetry;
using Oxbow.Node.Transport;
using Oxbow.Storage.Replicas;

namespace Oxbow.Node.Databases;

/// <summary>
/// One database of a node: its replica and journal on a thread of their own, its mailbox and its open links.
/// </summary>
public sealed partial class DatabaseHost : IAsyncDisposable, INodeOutput
{
    private readonly Replica replica;
    private readonly ReplicaJournal journal;
    private readonly NodeLoop loop;
    private readonly ReplicaDescription description;
    private readonly Mailbox mailbox;
    private readonly Thread thread;
    private readonly ConcurrentDictionary<LinkId, PeerConnection> connections = [];
    private readonly Dictionary<RequestId, TaskCompletionSource<Reply>> unanswered = [];
    private readonly List<Input> inputs = [];
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<DatabaseHost, ReplicaEvent> tell;
    private readonly TaskCompletionSource retired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Envelope> present = [];
    private volatile bool isStopping;
    private long lastRequest;
    private long lastLink;

    internal DatabaseHost(
        string name,
        Replica replica,
        ReplicaJournal journal,
        ReplicaDescription description,
        int mailboxCapacity,
        TimeProvider time,
        Action<DatabaseHost, ReplicaEvent> tell)
    {
        Name = name;
        this.replica = replica;
        this.journal = journal;
        this.tell = tell;
        loop = new(replica, journal, this, time);
        this.description = description;
        mailbox = new(mailboxCapacity);
        thread = new(Run) { IsBackground = true, Name = $"oxbow {name}" };
    }

    /// <summary>The database's name on this node.</summary>
    public string Name { get; }

    /// <summary>Which database this is; the same at all its replicas.</summary>
    public DatabaseId DatabaseId => replica.Identity.Database;

    /// <summary>Whether the replica takes writes, as of its last turn.</summary>
    public Standing Standing => replica.Standing;

    /// <summary>
    /// Ends when the database has stopped; faulted when a bug or a broken disk stopped it and the process has to end.
    /// </summary>
    public Task Stopped => stopped.Task;

    /// <summary>Ends when a peer holds everything this retiring replica had, durably.</summary>
    public Task Retired => retired.Task;

    internal IEnumerable<PeerConnection> Connections => connections.Values;

    /// <summary>A request id that was never used before.</summary>
    public RequestId NextRequest() => new(Interlocked.Increment(ref lastRequest));

    /// <summary>Asks the replica. The answer comes after everything it tells of is durable.</summary>
    /// <param name="request">The request, with an id from <see cref="NextRequest"/>.</param>
    /// <exception cref="OverloadedException">
    /// The mailbox is full or the database has stopped; nothing was changed.
    /// </exception>
    public Task<Reply> AskAsync(ClientRequest request)
    {
        TaskCompletionSource<Reply> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!mailbox.Post(new(request, answer, Done: null, From: null), isUrgent: false))
        {
            OxbowTelemetry.RequestsRefused.Add(1, OxbowTelemetry.TagOf(Name));
            throw new OverloadedException(stopped.Task.Exception?.InnerException is { } reason
                ? $"Database {Name} has stopped: {reason.Message}"
                : $"Database {Name} has no room for more requests at the moment, or is stopping: try later or at another node.");
        }

        return answer.Task;
    }

    /// <inheritdoc/>
    void INodeOutput.Send(LinkId link, PeerMessage message)
    {
        if (connections.TryGetValue(link, out PeerConnection? connection))
        {
            connection.Send(message);
        }
    }

    /// <inheritdoc/>
    void INodeOutput.Answer(Reply reply)
    {
        if (unanswered.Remove(reply.Id, out TaskCompletionSource<Reply>? answer))
        {
            answer.TrySetResult(reply);
        }
    }

    /// <inheritdoc/>
    void INodeOutput.Report(ReplicaEvent news)
    {
        switch (news)
        {
            case LinkDone done when connections.TryGetValue(done.Link, out PeerConnection? connection):
                connection.Finish(done.Rejection);
                break;
            case RunsEnded ended when connections.TryGetValue(ended.Link, out PeerConnection? connection):
                connection.Report(ended);
                break;
            case RetirementHandoverEnded ended:
                retired.TrySetResult();
                connections.GetValueOrDefault(ended.Link)?.ReportHandover();
                break;
            case Alarm or WriteHeldBack or WriteReleased:
                tell(this, news);
                break;
        }
    }

    /// <summary>Ends the links, stops after what waits has been done, and closes the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        isStopping = true;
        await Task.WhenAll(connections.Values.Select(CutAsync)).ConfigureAwait(false);
        mailbox.Close();
        await stopped.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        mailbox.Dispose();
    }

    internal void Start() => thread.Start();

    internal LinkId NextLink() => new(Interlocked.Increment(ref lastLink));

    internal Task GrantIdentityAsync(ReplicaIdentity identity) => PostAsync(new IdentityGranted(identity));

    /// <summary>Serves a link until it ends. The link is registered already. Never fails.</summary>
    internal async Task ServeAsync(PeerConnection connection)
    {
        await PostAsync(new LinkOpened(connection.Id, connection.Purpose, connection.IsDialer)).ConfigureAwait(false);
        await connection.RunAsync(message => Receive(connection, message)).ConfigureAwait(false);

        // After everything that came over the link, so that what it brought about is reported before its end.
        await PostAsync(new LinkClosed(connection.Id)).ConfigureAwait(false);
        connections.TryRemove(connection.Id, out _);
        await connection.EndAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Adds a link, which has to be served then; a stable code when the database takes none any more.
    /// </summary>
    internal string? Register(PeerConnection connection)
    {
        // Adding before looking: a link opened while the database stops is seen by one of the two.
        connections[connection.Id] = connection;
        if (!isStopping)
        {
            return null;
        }

        connections.TryRemove(connection.Id, out _);
        return NodeRefusalCodes.Stopping;
    }

    /// <summary>Cuts a link; when this has ended, nothing is sent over it or processed from it any more.</summary>
    internal static Task CutAsync(PeerConnection connection)
    {
        connection.Abort();
        return connection.Ended;
    }

    private void Receive(PeerConnection connection, PeerMessage message)
    {
        if (!mailbox.Post(new(new PeerSaid(connection.Id, message), Answer: null, Done: null, connection), isUrgent: true))
        {
            throw new LinkBrokenException($"Database {Name} is stopping.");
        }
    }

    /// <summary>
    /// Posts what must not be lost; ends when its turn is over, or at once when the database has stopped.
    /// </summary>
    private Task PostAsync(Input input)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return mailbox.Post(new(input, Answer: null, done, From: null), isUrgent: true)
            ? done.Task
            : Task.CompletedTask;
    }

    private void Run()
    {
        try
        {
            loop.Turn([new Announce(description)]);
            while (TakeEnvelopes() is { } envelopes)
            {
                present = envelopes;
                Turn(envelopes);
            }

            journal.Dispose();
            stopped.SetResult();
            TellNews();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>
    /// What the next turn takes; null when all is done and nothing comes any more. Who waits in the replica has the
    /// next turn at once; what may not come in between stays in the mailbox, and links are not read for so long.
    /// </summary>
    private List<Envelope>? TakeEnvelopes() =>
        replica.HasWaitingRequests ? mailbox.TakeOnly(replica.Admits) : mailbox.Take();

    private void Turn(List<Envelope> envelopes)
    {
        inputs.Clear();
        foreach (Envelope envelope in envelopes)
        {
            if (envelope is { Answer: { } answer, Input: ClientRequest request } && !unanswered.TryAdd(request.Id, answer))
            {
                answer.TrySetException(new ArgumentException($"Request id {request.Id.Value} waits for an answer already: take one from {nameof(NextRequest)} for each request."));
                continue;
            }

            inputs.Add(envelope.Input);
        }

        BeginTurn();
        bool changed = loop.Turn(inputs);
        foreach (Envelope envelope in envelopes)
        {
            envelope.Done?.SetResult();
            envelope.From?.Processed();
        }

        EndTurn(envelopes.Count, changed);
    }

    /// <summary>A bug or a broken disk: nobody gets an answer that might not be true, and nothing goes on.</summary>
    private void Fail(Exception exception)
    {
        isStopping = true;
        mailbox.Close();
        foreach (PeerConnection connection in connections.Values)
        {
            connection.Abort();
        }

        OverloadedException failure = new($"Database {Name} has stopped: {exception.Message}");
        foreach (TaskCompletionSource<Reply> answer in unanswered.Values)
        {
            answer.TrySetException(failure);
        }

        do
        {
            present.ForEach(envelope => envelope.Answer?.TrySetException(failure));
            present.ForEach(envelope => envelope.Done?.TrySetResult());
        }
        while ((present = mailbox.Take()!) is not null);

        stopped.SetException(exception);
        TellNews();
        _ = stopped.Task.Exception;
    }
}
