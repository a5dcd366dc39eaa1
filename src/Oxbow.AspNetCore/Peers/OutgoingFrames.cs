using System.IO.Pipelines;
using Oxbow.Node.Transport;
using Oxbow.Wire.Framing;

namespace Oxbow.AspNetCore.Peers;

/// <summary>
/// The sending direction of a link: a bounded queue of framed bytes and the pump that empties it into a HTTP
/// body. Small frames that wait together leave in one write.
/// </summary>
internal sealed class OutgoingFrames
{
    private const int SegmentBytes = 32 * 1024;

    private static readonly Task<FlushResult> RoomNow = Task.FromResult(default(FlushResult));

    private readonly int maximumFrameBytes;
    private readonly Pipe queue;
    private readonly SemaphoreSlim turn = new(1);
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<FlushResult> room = RoomNow;
    private volatile Exception? failure;

    public OutgoingFrames(PeerTransportOptions options)
    {
        maximumFrameBytes = options.MaximumFrameBytes;
        queue = new Pipe(new PipeOptions(
            pauseWriterThreshold: options.SendQueueBytes,
            resumeWriterThreshold: options.SendQueueBytes / 2,
            minimumSegmentSize: SegmentBytes,
            useSynchronizationContext: false));
    }

    /// <summary>Whether this end has said that it sends no more.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Ends, never failing, when the pump has handed everything over or has stopped.</summary>
    public Task Ended => ended.Task;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        if (FrameLimits.Check((uint)frame.Length, maximumFrameBytes) is { } error)
        {
            throw new ArgumentException(
                $"A frame of {frame.Length} bytes cannot be sent ({error}); the limit is {maximumFrameBytes} bytes.", nameof(frame));
        }

        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (IsCompleted)
            {
                throw new InvalidOperationException("This end of the link has completed; it sends no more frames.");
            }

            await WaitForRoomAsync(cancellation).ConfigureAwait(false);
            FrameEncoder.Write(queue.Writer, frame.Span);
            room = Keep(queue.Writer.FlushAsync(CancellationToken.None));
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            IsCompleted = true;
            await queue.Writer.CompleteAsync().ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Moves the queue into <paramref name="body"/> until this end completes, breaks or stops. Runs once.</summary>
    public async Task PumpAsync(Stream body, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping.Token);
        try
        {
            // Sends the headers, which the other end waits for, before there is any frame.
            await body.FlushAsync(either.Token).ConfigureAwait(false);
            ReadResult read;
            do
            {
                read = await queue.Reader.ReadAsync(either.Token).ConfigureAwait(false);
                foreach (ReadOnlyMemory<byte> segment in read.Buffer)
                {
                    await body.WriteAsync(segment, either.Token).ConfigureAwait(false);
                }

                await body.FlushAsync(either.Token).ConfigureAwait(false);
                queue.Reader.AdvanceTo(read.Buffer.End);
            }
            while (!read.IsCompleted);
        }
        catch (Exception cause)
        {
            failure = cause;
            throw;
        }
        finally
        {
            await queue.Reader.CompleteAsync().ConfigureAwait(false);
            ended.TrySetResult();
        }
    }

    /// <summary>Stops the pump at once; what is queued is lost and waiting senders are told.</summary>
    public void Stop() => stopping.Cancel();

    private async ValueTask WaitForRoomAsync(CancellationToken cancellation)
    {
        FlushResult flush = await room.WaitAsync(cancellation).ConfigureAwait(false);
        if (flush.IsCompleted || ended.Task.IsCompleted)
        {
            throw new LinkBrokenException("The link broke; the frame was not sent.", failure);
        }
    }

    // The frame is in the queue; whether there is room for another is the next sender's question.
    private static Task<FlushResult> Keep(ValueTask<FlushResult> flush)
    {
        if (!flush.IsCompletedSuccessfully)
        {
            return flush.AsTask();
        }

        // Taken although unused: the pipe hands out its next result only then.
        _ = flush.Result;
        return RoomNow;
    }
}
