using System.Buffers.Binary;
using Oxbow.Core.Messages;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Transport;

/// <summary>What every transport promises; each has a class that derives from this one.</summary>
public abstract partial class TransportContract : IAsyncLifetime
{
    private const int StallBoundBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly LinkRequest Request = new("music", LinkPurpose.Exchange, "Zürich 1", "zurich:1");

    private readonly CancellationTokenSource patience = new(Patience);

    protected ITransport Dialer { get; private set; } = null!;

    protected ITransport Listener { get; private set; } = null!;

    protected CancellationToken Cancellation => patience.Token;

    /// <summary>An address of the right form at which nobody is.</summary>
    protected abstract string AddressOfNobody { get; }

    public async ValueTask InitializeAsync()
    {
        Dialer = await CreateAsync("dialer");
        Listener = await CreateAsync("listener");
    }

    public async ValueTask DisposeAsync()
    {
        await Dialer.DisposeAsync();
        await Listener.DisposeAsync();
        await CleanUpAsync();
        patience.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<ITransport> CreateAsync(string name);

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    protected Task<IPeerLink> DialAsync() => Dialer.ConnectAsync(Listener.LocalAddress, Request, Cancellation);

    protected static async Task EchoAsync(IPeerLink link, CancellationToken cancellation)
    {
        while (await link.ReceiveAsync(cancellation) is { } frame)
        {
            await link.SendAsync(frame, cancellation);
        }
    }

    private static async Task HoldAsync(IPeerLink link, Task until)
    {
        await link.SendAsync(new byte[] { 1 }, CancellationToken.None);
        await until;
    }

    private static async Task WaitForCancelAsync(CancellationToken cancellation)
    {
        var cancelled = new TaskCompletionSource();
        await using CancellationTokenRegistration onCancel = cancellation.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(Patience, CancellationToken.None);
    }

    private async Task SendForeverAsync(IPeerLink link)
    {
        byte[] frame = new byte[64 * 1024];
        while (true)
        {
            await link.SendAsync(frame, Cancellation);
        }
    }

    /// <summary>Sends numbered frames until one is not taken for half a second; fails when none ever stalls.</summary>
    private async Task<int> SendUntilStallAsync(IPeerLink link, int frameBytes)
    {
        byte[] frame = new byte[frameBytes];
        for (int sent = 0; sent * (long)frameBytes <= StallBoundBytes; sent++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(frame, sent);
            using var stall = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            ValueTask sending = link.SendAsync(frame, stall.Token);
            if (!sending.IsCompleted)
            {
                stall.CancelAfter(TimeSpan.FromSeconds(0.5));
            }

            try
            {
                await sending;
            }
            catch (OperationCanceledException)
            {
                return sent;
            }
        }

        throw new InvalidOperationException($"{StallBoundBytes} bytes were taken for a reader that does not read.");
    }

    private async Task SendNumberedAsync(IPeerLink link, int frames, int frameBytes)
    {
        byte[] frame = new byte[frameBytes];
        for (int index = 0; index < frames; index++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(frame, index);
            frame[^1] = (byte)(frameBytes > sizeof(int) ? index : frame[^1]);
            await link.SendAsync(frame, Cancellation);
        }

        await link.CompleteAsync(Cancellation);
    }

    private async Task ReceiveNumberedAsync(IPeerLink link, int frames, int frameBytes)
    {
        for (int index = 0; index < frames; index++)
        {
            ReadOnlyMemory<byte> frame = (await link.ReceiveAsync(Cancellation))!.Value;
            Assert.Equal(frameBytes, frame.Length);
            Assert.Equal(index, BinaryPrimitives.ReadInt32LittleEndian(frame.Span));
        }

        Assert.Null(await link.ReceiveAsync(Cancellation));
    }
}
