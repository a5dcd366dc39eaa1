using System.Threading.Channels;
using Oxbow.Node.Peers;

namespace Oxbow.Node.Transport;

/// <summary>
/// A link that delays what is sent over it. Frames keep their order; a bounded number is on the way, so a slow
/// link pushes back. While the shape is <see cref="LinkShape.None"/> and nothing waits, frames pass at once.
/// </summary>
/// <remarks>The token source is left to the collector, so that disposing twice is harmless; it holds nothing of the system.</remarks>
internal sealed class ShapedLink : IPeerLink
{
    private const int MostOnTheWay = 256;

    private readonly IPeerLink link;
    private readonly Func<LinkShape> shape;
    private readonly bool mayLose;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly Channel<Parcel> parcels = Channel.CreateBounded<Parcel>(MostOnTheWay);
    private readonly CancellationTokenSource disposing = new();
    private readonly Task carrying;
    private int onTheWay;
    private DateTimeOffset lastArrival;
    private DateTimeOffset lineFree;

    /// <param name="link">The link itself.</param>
    /// <param name="shape">The shape at this moment; it may change at any time.</param>
    /// <param name="mayLose">True when a lost frame is gone; false when it is sent again.</param>
    /// <param name="time">The clock that delays are measured by.</param>
    public ShapedLink(IPeerLink link, Func<LinkShape> shape, bool mayLose, TimeProvider time)
    {
        this.link = link;
        this.shape = shape;
        this.mayLose = mayLose;
        this.time = time;
        carrying = CarryAsync();
    }

    /// <summary>A null frame is the end of what this side sends.</summary>
    private readonly record struct Parcel(ReadOnlyMemory<byte>? Frame, DateTimeOffset Arrival);

    public ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        LinkShape present = shape();
        if (present == LinkShape.None && Volatile.Read(ref onTheWay) == 0)
        {
            return link.SendAsync(frame, cancellation);
        }

        bool isLost = Random.Shared.NextDouble() < present.Loss;

        // The sender may reuse its memory long before the frame goes out.
        return isLost && mayLose ? ValueTask.CompletedTask : PostAsync(frame.ToArray(), ArrivalOf(frame.Length, present, isLost), cancellation);
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation) => link.ReceiveAsync(cancellation);

    public ValueTask CompleteAsync(CancellationToken cancellation) =>
        Volatile.Read(ref onTheWay) == 0 ? link.CompleteAsync(cancellation) : PostAsync(frame: null, lastArrival, cancellation);

    public async ValueTask DisposeAsync()
    {
        await disposing.CancelAsync().ConfigureAwait(false);
        await link.DisposeAsync().ConfigureAwait(false);
        await carrying.ConfigureAwait(false);
    }

    private async ValueTask PostAsync(ReadOnlyMemory<byte>? frame, DateTimeOffset arrival, CancellationToken cancellation)
    {
        Interlocked.Increment(ref onTheWay);
        try
        {
            await parcels.Writer.WriteAsync(new(frame, arrival), cancellation).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Interlocked.Decrement(ref onTheWay);
            throw exception is ChannelClosedException ? new LinkBrokenException("The link broke while frames were on the way.", exception) : exception;
        }
    }

    /// <summary>When a frame sent now arrives: never before the one sent before it.</summary>
    private DateTimeOffset ArrivalOf(int bytes, LinkShape present, bool isLost)
    {
        TimeSpan onTheLine = present.BytesPerSecond > 0 ? TimeSpan.FromSeconds((double)bytes / present.BytesPerSecond) : TimeSpan.Zero;
        TimeSpan delay = present.Delay + (present.Jitter * Random.Shared.NextDouble());
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            lineFree = (lineFree > now ? lineFree : now) + onTheLine;
            DateTimeOffset arrival = lineFree + (isLost ? delay * 3 : delay);
            lastArrival = arrival > lastArrival ? arrival : lastArrival;
            return lastArrival;
        }
    }

    /// <summary>Never fails; those who send hear of it when the link has broken.</summary>
    private async Task CarryAsync()
    {
        try
        {
            await CarryParcelsAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            parcels.Writer.TryComplete(exception is OperationCanceledException ? new LinkBrokenException("This end of the link has left.") : exception);
        }
    }

    private async Task CarryParcelsAsync()
    {
        await foreach (Parcel parcel in parcels.Reader.ReadAllAsync(disposing.Token).ConfigureAwait(false))
        {
            TimeSpan wait = parcel.Arrival - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, disposing.Token).ConfigureAwait(false);
            }

            if (parcel.Frame is { } frame)
            {
                await link.SendAsync(frame, disposing.Token).ConfigureAwait(false);
            }
            else
            {
                await link.CompleteAsync(disposing.Token).ConfigureAwait(false);
            }

            Interlocked.Decrement(ref onTheWay);
        }
    }
}
