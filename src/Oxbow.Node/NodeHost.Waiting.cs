using System.Collections.Concurrent;
using System.Diagnostics;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Errors;
using Oxbow.Node.Telemetry;

namespace Oxbow.Node;

/// <content>Requests that are ready to wait: for writes of their session, or for a write's fate.</content>
public sealed partial class NodeHost
{
    private const int PullsAtATime = 3;
    private const int StartsAnew = 8;

    private readonly ConcurrentDictionary<DatabaseHost, Task> pulls = [];

    /// <summary>
    /// Asks a replica, and when it lacks writes of the request's session, fetches them from peers and asks again
    /// until it has them or the time is up; the answer is then the last refusal.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="request">The request, with an id of its own.</param>
    /// <param name="wait">How long to wait; zero to fail at once.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OverloadedException">
    /// The mailbox is full or the database has stopped; nothing was changed.
    /// </exception>
    /// <exception cref="NodeException">The node has gone offline meanwhile.</exception>
    public async Task<Reply> AskAsync(DatabaseHost database, ClientRequest request, TimeSpan wait, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(request);
        Reply reply = await database.AskAsync(request).ConfigureAwait(false);
        if (wait <= TimeSpan.Zero || !IsUnsatisfied(reply))
        {
            return reply;
        }

        OxbowTelemetry.SessionWaits.Add(1, OxbowTelemetry.TagOf(database.Name));
        using Activity? activity = OxbowTelemetry.Activities.StartActivity("oxbow.session.wait");
        using Deadline deadline = new(wait, time, Serving, cancellation);
        Task pull = Pull(database);
        while (true)
        {
            Task news = database.News;
            reply = await database.AskAsync(request with { Id = database.NextRequest() }).ConfigureAwait(false);
            if (!IsUnsatisfied(reply))
            {
                return reply;
            }

            deadline.ThrowIfGivenUp(RequireServing);
            if (deadline.IsOver)
            {
                return reply;
            }

            await deadline.WaitAsync(Task.WhenAny(news, pull)).ConfigureAwait(false);
            if (pull.IsCompleted)
            {
                // Nobody in reach had it; somebody may come.
                pull = PullLaterAsync(database, deadline.Token);
            }
        }
    }

    /// <summary>Asks what became of a write, and waits until it is committed or the time is up.</summary>
    /// <param name="database">The database.</param>
    /// <param name="write">The write.</param>
    /// <param name="wait">How long to wait; zero to answer at once.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>The fate as it is then; null when this replica still does not hold the write.</returns>
    /// <exception cref="OverloadedException">The mailbox is full or the database has stopped.</exception>
    /// <exception cref="NodeException">The node has gone offline meanwhile.</exception>
    public async Task<WriteFate?> FateAsync(DatabaseHost database, WriteId write, TimeSpan wait, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        using Deadline deadline = new(wait, time, Serving, cancellation);
        while (true)
        {
            Task news = database.News;
            WriteFate? fate = ((FateRead)await database.AskAsync(new ReadFate(database.NextRequest(), write)).ConfigureAwait(false)).Fate;
            if (fate is { CommitNumber.IsGiven: true })
            {
                return fate;
            }

            deadline.ThrowIfGivenUp(RequireServing);
            if (deadline.IsOver)
            {
                return fate;
            }

            await deadline.WaitAsync(news).ConfigureAwait(false);
        }
    }

    private static bool IsUnsatisfied(Reply reply) => reply is Rejected { Rejection.Code: RejectionCode.SessionNotSatisfied };

    /// <summary>One exchange with every peer in reach, a few at a time; whoever asks meanwhile shares it.</summary>
    private Task Pull(DatabaseHost database)
    {
        TaskCompletionSource pull = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task running = pulls.GetOrAdd(database, pull.Task);
        if (running == pull.Task)
        {
            _ = PullAsync(database, pull);
        }

        return running;
    }

    private async Task PullLaterAsync(DatabaseHost database, CancellationToken cancellation)
    {
        await Task.Delay(options.Links.UnreachablePause, time, cancellation).ConfigureAwait(false);
        await Pull(database).ConfigureAwait(false);
    }

    private async Task PullAsync(DatabaseHost database, TaskCompletionSource pull)
    {
        string[] names = [.. Peers.All.Where(peer => peer is { Address: not null, IsBlocked: false }).Select(peer => peer.Name)];
        Random.Shared.Shuffle(names);
        ParallelOptions few = new() { MaxDegreeOfParallelism = PullsAtATime, CancellationToken = Serving };
        await Parallel.ForEachAsync(names, few, async (peer, cancellation) =>
        {
            try
            {
                await ExchangeAsync(database, peer, cancellation).AsTask().WaitAsync(options.Links.Patience, time, cancellation).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is NodeException or ExchangeFailedException or OperationCanceledException or TimeoutException)
            {
                // Links being down is the normal state of affairs; another peer may have it.
            }
        }).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        pulls.TryRemove(database, out _);
        pull.SetResult();
    }

    /// <summary>
    /// A replica whose log has become another one than it said asks to be greeted again: once for every fork at most.
    /// </summary>
    private async Task<RunsEnded> ExchangeOnceAsync(
        DatabaseHost database, string peer, int startsLeft, CancellationToken cancellation)
    {
        try
        {
            Links.PeerConnection connection = await dialer.DialAsync(database, peer, LinkPurpose.Exchange, cancellation)
                .ConfigureAwait(false);
            return await connection.RunsEnded.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (ExchangeFailedException failure) when (
            failure.Rejection.Code == RejectionCode.StartAnew && startsLeft > 0)
        {
            return await ExchangeOnceAsync(database, peer, startsLeft - 1, cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask<RunsEnded> ExchangeAsync(DatabaseHost database, string peer, CancellationToken cancellation)
    {
        using Activity? activity = OxbowTelemetry.Activities.StartActivity("oxbow.exchange");
        activity?.SetTag(OxbowTelemetry.DatabaseTag, database.Name).SetTag("oxbow.peer", peer);
        RunsEnded ended = await ExchangeOnceAsync(database, peer, StartsAnew, cancellation).ConfigureAwait(false);
        OxbowTelemetry.ExchangeRecords.Add(ended.Sent, OxbowTelemetry.TagOf(database.Name), new("oxbow.direction", "sent"));
        OxbowTelemetry.ExchangeRecords.Add(ended.Received, OxbowTelemetry.TagOf(database.Name), new("oxbow.direction", "received"));
        return ended;
    }
}
