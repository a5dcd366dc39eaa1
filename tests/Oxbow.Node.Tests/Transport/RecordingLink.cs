using System.Collections.Concurrent;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Transport;

/// <summary>A link that notes what is sent over it, and when.</summary>
internal sealed class RecordingLink(TimeProvider time) : IPeerLink
{
    private readonly ConcurrentQueue<(byte[]? Frame, DateTimeOffset At)> arrivals = [];

    /// <summary>What has arrived so far, in order; a null frame is the end.</summary>
    public (byte[]? Frame, DateTimeOffset At)[] Arrivals => [.. arrivals];

    public bool IsBroken { get; set; }

    public bool IsDisposed { get; private set; }

    public ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        if (IsBroken)
        {
            throw new LinkBrokenException("The line is down.");
        }

        arrivals.Enqueue((frame.ToArray(), time.GetUtcNow()));
        return ValueTask.CompletedTask;
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation) => throw new NotSupportedException("Nobody speaks here.");

    public ValueTask CompleteAsync(CancellationToken cancellation)
    {
        arrivals.Enqueue((null, time.GetUtcNow()));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
