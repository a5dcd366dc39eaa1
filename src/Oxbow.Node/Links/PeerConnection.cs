using System.Threading.Channels;
using Oxbow.Core.Messages;
using Oxbow.Node.Errors;
using Oxbow.Node.Transport;
using Oxbow.Wire.Peers;

namespace Oxbow.Node.Links;

/// <summary>
/// One open link with its two pumps: bytes become messages for the replica, messages become bytes for the
/// peer. What is on the way is bounded in both directions, and so is the time for which a peer may owe an answer.
/// </summary>
/// <remarks>
/// The token source and the semaphore are left to the collector: the database's thread may still use them for a
/// moment after the link has ended, and neither holds anything of the system.
/// </remarks>
internal sealed class PeerConnection
{
    // As many as two replicas with the default window have on the way to one another: batches and acknowledgements.
    private const int MostUnprocessed = 8;
    private const int MostUnsent = 256;

    private readonly IPeerLink link;
    private readonly Channel<PeerMessage> unsent = Channel.CreateUnbounded<PeerMessage>();
    private readonly SemaphoreSlim room = new(MostUnprocessed);
    private readonly CancellationTokenSource aborted;
    private readonly TimeSpan patience;
    private readonly ProgressTimeout deadline;
    private readonly TaskCompletionSource<RunsEnded> runsEnded = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource retirementHandoverEnded = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isCut;
    private volatile bool isFinishing;
    private volatile bool hasHeard;

    public PeerConnection(LinkId id, string peerName, LinkPurpose purpose, bool isDialer, IPeerLink link, TimeSpan patience, TimeProvider time)
    {
        Id = id;
        PeerName = peerName;
        Purpose = purpose;
        IsDialer = isDialer;
        this.link = link;
        this.patience = patience;
        aborted = new(patience, time);
        deadline = new(aborted, patience);
    }

    public LinkId Id { get; }

    public string PeerName { get; }

    public LinkPurpose Purpose { get; }

    /// <summary>How a node treats a link of this purpose.</summary>
    public LinkTraits Traits => LinkTraits.Of(Purpose);

    public bool IsDialer { get; }

    /// <summary>False once the link is on its way to its end.</summary>
    public bool IsOpen => !isFinishing && !aborted.IsCancellationRequested;

    /// <summary>
    /// True while fresh writes go out over it as mail, which nobody acknowledges: the peer has greeted.
    /// </summary>
    public bool CarriesMail => !Traits.IsAcknowledged && hasHeard && IsOpen;

    /// <summary>
    /// Ends when both runs have ended and are durable at both ends; fails when the link ended before.
    /// </summary>
    public Task<RunsEnded> RunsEnded => runsEnded.Task;

    /// <summary>
    /// Ends when a peer holds everything this retiring replica had; fails when the link ended before.
    /// </summary>
    public Task RetirementHandoverEnded => retirementHandoverEnded.Task;

    /// <summary>Ends, never failing, when nothing passes any more and the replica has forgotten the link.</summary>
    public Task Ended => ended.Task;

    /// <summary>Why the conversation failed; null while it has not.</summary>
    public Rejection? Rejection { get; private set; }

    /// <summary>Carries messages until the link ends, by either end. Never fails.</summary>
    /// <param name="receive">Takes each message; called one at a time.</param>
    public async Task RunAsync(Action<PeerMessage> receive)
    {
        Task sending = SendAllAsync();
        try
        {
            await ReceiveAllAsync(receive).ConfigureAwait(false);
            unsent.Writer.TryComplete();
            await sending.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Break(exception);
        }

        await aborted.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await sending.ConfigureAwait(false);
    }

    /// <summary>Queues a message. A peer that takes nothing off the queue is cut.</summary>
    public void Send(PeerMessage message)
    {
        if (unsent.Reader.Count >= MostUnsent)
        {
            Rejection ??= new(RejectionCode.TooMany, $"{PeerName} sends and does not receive.");
            Abort();
            return;
        }

        deadline.Say(message);
        unsent.Writer.TryWrite(message);
    }

    /// <summary>Says that a received message has been processed.</summary>
    public void Processed() => room.Release();

    /// <summary>The replica has no more to say: what is queued goes out, then this end completes.</summary>
    public void Finish(Rejection? rejection)
    {
        Rejection ??= rejection;
        isFinishing = true;
        unsent.Writer.TryComplete();
        deadline.End();
    }

    public void Report(RunsEnded ended)
    {
        if (Traits.StaysOpen)
        {
            deadline.Settle();
        }

        runsEnded.TrySetResult(ended);
    }

    public void ReportHandover() => retirementHandoverEnded.TrySetResult();

    /// <summary>
    /// Cuts the link at once; <see cref="Ended"/> tells when it is over. Never fails and never waits.
    /// </summary>
    public void Abort()
    {
        isCut = true;

        // Not here and now: what waits for the token must not run on, or fail on, the database's thread.
        _ = aborted.CancelAsync();
    }

    /// <summary>Lets go of the link, after the replica has closed it, and tells those who wait.</summary>
    public async Task EndAsync()
    {
        try
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Break(exception);
        }

        ExchangeFailedException failure = new(
            Rejection ?? new(RejectionCode.OutOfTurn, $"{PeerName} ended the link before the exchange was over."));
        runsEnded.TrySetException(failure);
        retirementHandoverEnded.TrySetException(failure);

        // Nobody may be waiting; an exception that nobody looks at is not news.
        _ = runsEnded.Task.Exception;
        _ = retirementHandoverEnded.Task.Exception;
        ended.TrySetResult();
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (PeerMessage message in unsent.Reader.ReadAllAsync(aborted.Token).ConfigureAwait(false))
            {
                await link.SendAsync(PeerCodec.Encode(message), aborted.Token).ConfigureAwait(false);
            }

            await link.CompleteAsync(aborted.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // A link that cannot send is of no use, whatever still comes in.
            Break(exception);
        }
    }

    private async Task ReceiveAllAsync(Action<PeerMessage> receive)
    {
        while (await link.ReceiveAsync(aborted.Token).ConfigureAwait(false) is { } frame)
        {
            if (PeerCodec.TryDecode(frame, out PeerMessage? message) is { } fault)
            {
                Rejection = new(RejectionCode.Invalid, $"{PeerName} sent something that is no message: {fault}");
                throw new LinkBrokenException(fault);
            }

            deadline.Hear(message!);
            if (!Traits.IsAcknowledged)
            {
                // Nobody owes anything over a link without acknowledgements once both have greeted.
                deadline.Settle();
            }

            await room.WaitAsync(aborted.Token).ConfigureAwait(false);
            receive(message!);
            hasHeard = true;
        }
    }

    private void Break(Exception exception)
    {
        Rejection ??= new(RejectionCode.Invalid, exception switch
        {
            OperationCanceledException when isCut => $"The link to {PeerName} was cut at this end.",
            OperationCanceledException => $"{PeerName} owed an answer and gave none within {patience.TotalSeconds} s.",
            _ => $"The link to {PeerName} broke: {exception.Message}",
        });
        Abort();
    }
}
