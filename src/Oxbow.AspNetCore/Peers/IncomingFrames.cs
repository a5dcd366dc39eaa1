using System.Buffers;
using System.IO.Pipelines;
using Oxbow.Node.Transport;
using Oxbow.Wire.Framing;

namespace Oxbow.AspNetCore.Peers;

/// <summary>The receiving direction of a link: frames out of a HTTP body.</summary>
internal sealed class IncomingFrames(PipeReader body, int maximumFrameBytes)
{
    /// <summary>Whether the other end has completed and everything it sent was received.</summary>
    public bool HasEnded { get; private set; }

    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellation)
    {
        while (!HasEnded)
        {
            ReadResult read = await ReadAsync(cancellation).ConfigureAwait(false);
            ReadOnlySequence<byte> rest = read.Buffer;
            FrameReading reading = FrameDecoder.Read(ref rest, maximumFrameBytes);
            if (reading.Payload is { } payload)
            {
                body.AdvanceTo(rest.Start);
                return payload;
            }

            bool isBetweenFrames = rest.IsEmpty;
            body.AdvanceTo(rest.Start, rest.End);
            if (reading.Error is { } error)
            {
                throw new LinkBrokenException($"The other end sent what is no frame ({error}; the limit is {maximumFrameBytes} bytes).");
            }

            if (read.IsCompleted && !isBetweenFrames)
            {
                throw new LinkBrokenException("The other end stopped in the middle of a frame.");
            }

            HasEnded = read.IsCompleted;
        }

        return null;
    }

    /// <summary>Wakes a waiting receive, which then reports a broken link.</summary>
    public void Stop() => body.CancelPendingRead();

    private async ValueTask<ReadResult> ReadAsync(CancellationToken cancellation)
    {
        ReadResult read;
        try
        {
            read = await body.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            throw new LinkBrokenException("The link broke while receiving.", cause);
        }

        return read.IsCanceled ? throw new LinkBrokenException("This end has disposed the link.") : read;
    }
}
