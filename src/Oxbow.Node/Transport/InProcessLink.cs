using System.Threading.Channels;
using Oxbow.Wire.Framing;

namespace Oxbow.Node.Transport;

/// <summary>One end of a pair of bounded queues of frames.</summary>
internal sealed class InProcessLink : IPeerLink
{
    private const int QueueFrames = 64;

    private readonly Channel<ReadOnlyMemory<byte>> incoming;
    private readonly Channel<ReadOnlyMemory<byte>> outgoing;
    private readonly CancellationTokenSource broken;
    private readonly TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool completed;
    private volatile bool ended;
    private volatile bool closed;

    private InProcessLink(
        Channel<ReadOnlyMemory<byte>> incoming, Channel<ReadOnlyMemory<byte>> outgoing, CancellationTokenSource broken)
    {
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.broken = broken;
    }

    /// <summary>Ends when the handler has used this end for the first time; fails when it has refused.</summary>
    public Task Taken => taken.Task;

    /// <summary>Ends when this end was disposed.</summary>
    public Task Disposed => disposed.Task;

    /// <summary>Cancelled when either end is disposed out of order.</summary>
    public CancellationToken Broken => broken.Token;

    public static (InProcessLink Dialed, InProcessLink Accepted) CreatePair()
    {
        var there = Channel.CreateBounded<ReadOnlyMemory<byte>>(QueueFrames);
        var back = Channel.CreateBounded<ReadOnlyMemory<byte>>(QueueFrames);
        var broken = new CancellationTokenSource();
        return (new InProcessLink(back, there, broken), new InProcessLink(there, back, broken));
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        if (FrameLimits.Check((uint)frame.Length, FrameLimits.DefaultMaximumPayloadBytes) is { } error)
        {
            throw new ArgumentException($"A frame of {frame.Length} bytes cannot be sent: {error}.", nameof(frame));
        }

        Take();
        try
        {
            await outgoing.Writer.WriteAsync(frame.ToArray(), cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException end) when (completed && !closed)
        {
            throw new InvalidOperationException("This end of the link has completed; it sends no more frames.", end);
        }
        catch (ChannelClosedException end)
        {
            throw NewBroken(end);
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation)
    {
        Take();
        try
        {
            return await incoming.Reader.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException end) when (end.InnerException is null)
        {
            ended = true;
            return null;
        }
        catch (ChannelClosedException end)
        {
            throw NewBroken(end);
        }
    }

    public ValueTask CompleteAsync(CancellationToken cancellation)
    {
        Take();
        completed = true;
        outgoing.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Break();
        return ValueTask.CompletedTask;
    }

    /// <summary>Tells the dialer that the handler does not want the link; too late once it was taken.</summary>
    public void Refuse(LinkRefusedException refusal) => taken.TrySetException(refusal);

    /// <summary>Ends both directions and wakes every call that waits on either end.</summary>
    public void Break()
    {
        closed = true;
        outgoing.Writer.TryComplete(NewBroken());
        incoming.Writer.TryComplete(NewBroken());
        disposed.TrySetResult();
        if (!(completed && ended))
        {
            broken.Cancel();
        }
    }

    private void Take()
    {
        if (closed)
        {
            throw NewBroken();
        }

        taken.TrySetResult();
    }

    private LinkBrokenException NewBroken(Exception? cause = null) =>
        new(closed ? "This end has disposed the link." : "The other end has left the link.", cause);
}
