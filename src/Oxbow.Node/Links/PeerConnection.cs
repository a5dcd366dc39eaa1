using System.Threading.Channels;
using Oxbow.Core.Messages;
using Oxbow.Node.Transport;
using Oxbow.Wire.Peers;

namespace Oxbow.Node.Links;

/// <summary>
/// One open link with its two pumps: bytes become messages for the replica, messages become bytes for the
/// peer. What is on the way is bounded in both directions.
/// </summary>
internal sealed class PeerConnection : IAsyncDisposable
{
    private const int MostUnprocessed = 32;
    private const int MostUnsent = 256;

    private readonly IPeerLink link;
    private readonly Channel<PeerMessage> unsent = Channel.CreateUnbounded<PeerMessage>();
    private readonly SemaphoreSlim room = new(MostUnprocessed);
    private readonly CancellationTokenSource aborted = new();
    private readonly TaskCompletionSource<RunsEnded> runsEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource farewellEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PeerConnection(LinkId id, string peerName, LinkPurpose purpose, bool isDialer, IPeerLink link)
    {
        Id = id;
        PeerName = peerName;
        Purpose = purpose;
        IsDialer = isDialer;
        this.link = link;
    }

    public LinkId Id { get; }

    public string PeerName { get; }

    public LinkPurpose Purpose { get; }

    public bool IsDialer { get; }

    /// <summary>Ends when both runs have ended and are durable at both ends; fails when the link ended before.</summary>
    public Task<RunsEnded> RunsEnded => runsEnded.Task;

    /// <summary>Ends when a peer holds everything this retiring replica had; fails when the link ended before.</summary>
    public Task FarewellEnded => farewellEnded.Task;

    /// <summary>Why the conversation failed; null while it has not.</summary>
    public Rejection? Rejection { get; private set; }

    /// <summary>Carries messages until the link ends, by either end.</summary>
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
        catch (Exception exception) when (exception is LinkBrokenException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            Rejection ??= new(RejectionCode.Invalid, $"The link to {PeerName} broke: {exception.Message}");
        }
        finally
        {
            unsent.Writer.TryComplete();
            await aborted.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            FailWaiters();
        }
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

        unsent.Writer.TryWrite(message);
    }

    /// <summary>Says that a received message has been processed.</summary>
    public void Processed() => room.Release();

    /// <summary>The replica has no more to say: what is queued goes out, then this end completes.</summary>
    public void Finish(Rejection? rejection)
    {
        Rejection ??= rejection;
        unsent.Writer.TryComplete();
        aborted.CancelAfter(CloseTimeout);
    }

    public void Report(RunsEnded ended) => runsEnded.TrySetResult(ended);

    public void ReportFarewell() => farewellEnded.TrySetResult();

    /// <summary>Cuts the link at once.</summary>
    public void Abort() => aborted.Cancel();

    public async ValueTask DisposeAsync()
    {
        // The semaphore and the cancellation hold nothing of the system's, and letters of this link may still wait for
        // their turn and use both: they are left to the collector.
        Abort();
        await link.DisposeAsync().ConfigureAwait(false);
    }

    private static TimeSpan CloseTimeout => TimeSpan.FromSeconds(5);

    private async Task SendAllAsync()
    {
        await foreach (PeerMessage message in unsent.Reader.ReadAllAsync(aborted.Token).ConfigureAwait(false))
        {
            await link.SendAsync(PeerCodec.Encode(message), aborted.Token).ConfigureAwait(false);
        }

        await link.CompleteAsync(aborted.Token).ConfigureAwait(false);
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

            await room.WaitAsync(aborted.Token).ConfigureAwait(false);
            receive(message!);
        }
    }

    private void FailWaiters()
    {
        ExchangeFailedException failure = new(Rejection ?? new(RejectionCode.OutOfTurn, $"{PeerName} ended the link before the exchange was over."));
        runsEnded.TrySetException(failure);
        farewellEnded.TrySetException(failure);

        // Nobody may be waiting; an exception that nobody looks at is not news.
        _ = runsEnded.Task.Exception;
        _ = farewellEnded.Task.Exception;
    }
}
