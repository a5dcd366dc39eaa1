using System.Buffers.Binary;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Transport;

/// <summary>What every transport promises; each has a class that derives from this one.</summary>
public abstract class TransportContract : IAsyncLifetime
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

    [Fact]
    public async Task The_handler_learns_who_dials_and_why()
    {
        var learned = new TaskCompletionSource<LinkRequest>();
        Listener.Listen((request, _, _) =>
        {
            learned.SetResult(request);
            return Task.CompletedTask;
        });

        await using IPeerLink link = await DialAsync();

        Assert.Equal(Request, await learned.Task.WaitAsync(Cancellation));
        Assert.Null(await link.ReceiveAsync(Cancellation));
    }

    [Theory]
    [InlineData(10_000, 4)]
    [InlineData(40, 1024 * 1024)]
    [InlineData(3, 4 * 1024 * 1024)]
    public async Task Frames_are_echoed_whole_and_in_order(int frames, int frameBytes)
    {
        Listener.Listen((_, link, cancellation) => EchoAsync(link, cancellation));
        await using IPeerLink link = await DialAsync();

        Task sending = SendNumberedAsync(link, frames, frameBytes);
        await ReceiveNumberedAsync(link, frames, frameBytes);
        await sending;
    }

    [Fact]
    public async Task Memory_of_a_sent_frame_can_be_reused_and_that_of_a_received_one_stays()
    {
        Listener.Listen((_, link, cancellation) => EchoAsync(link, cancellation));
        await using IPeerLink link = await DialAsync();
        byte[] buffer = [1];
        await link.SendAsync(buffer, Cancellation);
        buffer[0] = 2;
        await link.SendAsync(buffer, Cancellation);

        ReadOnlyMemory<byte>? first = await link.ReceiveAsync(Cancellation);
        ReadOnlyMemory<byte>? second = await link.ReceiveAsync(Cancellation);

        Assert.Equal([1], first!.Value.ToArray());
        Assert.Equal([2], second!.Value.ToArray());
    }

    [Fact]
    public async Task Concurrent_senders_do_not_mix_their_frames()
    {
        const int Senders = 8;
        const int FramesEach = 200;
        Listener.Listen((_, link, cancellation) => EchoAsync(link, cancellation));
        await using IPeerLink link = await DialAsync();

        Task sending = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            byte[] frame = new byte[3000];
            Array.Fill(frame, (byte)sender);
            for (int index = 0; index < FramesEach; index++)
            {
                await link.SendAsync(frame, Cancellation);
            }
        })));
        int[] received = new int[Senders];
        for (int index = 0; index < Senders * FramesEach; index++)
        {
            ReadOnlyMemory<byte> frame = (await link.ReceiveAsync(Cancellation))!.Value;
            Assert.Equal(3000, frame.Length);
            Assert.Equal(-1, frame.Span.IndexOfAnyExcept(frame.Span[0]));
            received[frame.Span[0]]++;
        }

        await sending;
        Assert.All(received, count => Assert.Equal(FramesEach, count));
    }

    [Fact]
    public async Task After_one_end_completed_the_other_can_still_send()
    {
        Listener.Listen(async (_, link, cancellation) =>
        {
            Assert.Equal([1], (await link.ReceiveAsync(cancellation))!.Value.ToArray());
            Assert.Null(await link.ReceiveAsync(cancellation));
            await link.SendAsync(new byte[] { 2 }, cancellation);
            await link.SendAsync(new byte[] { 3 }, cancellation);
        });
        await using IPeerLink link = await DialAsync();

        await link.SendAsync(new byte[] { 1 }, Cancellation);
        await link.CompleteAsync(Cancellation);

        Assert.Equal([2], (await link.ReceiveAsync(Cancellation))!.Value.ToArray());
        Assert.Equal([3], (await link.ReceiveAsync(Cancellation))!.Value.ToArray());
        Assert.Null(await link.ReceiveAsync(Cancellation));
        Assert.Null(await link.ReceiveAsync(Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await link.SendAsync(new byte[] { 4 }, Cancellation));
    }

    [Fact]
    public async Task An_orderly_end_loses_nothing_that_is_still_queued()
    {
        const int Frames = 60;
        const int FrameBytes = 100_000;
        var completed = new TaskCompletionSource();
        var received = new TaskCompletionSource();
        Listener.Listen(async (_, link, cancellation) =>
        {
            await link.CompleteAsync(cancellation);
            await completed.Task;
            await ReceiveNumberedAsync(link, Frames, FrameBytes);
            received.SetResult();
        });
        IPeerLink link = await DialAsync();

        Assert.Null(await link.ReceiveAsync(Cancellation));
        Task sending = SendNumberedAsync(link, Frames, FrameBytes);
        completed.SetResult();
        await sending;
        await link.DisposeAsync();

        await received.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Disposing_the_dialing_end_wakes_both_ends()
    {
        var woken = new TaskCompletionSource();
        Listener.Listen(async (_, link, cancellation) =>
        {
            await link.SendAsync(new byte[] { 1 }, cancellation);
            await Assert.ThrowsAsync<LinkBrokenException>(async () => await link.ReceiveAsync(CancellationToken.None));
            await Assert.ThrowsAsync<LinkBrokenException>(() => SendForeverAsync(link));
            await WaitForCancelAsync(cancellation);
            woken.SetResult();
        });
        IPeerLink link = await DialAsync();
        Assert.NotNull(await link.ReceiveAsync(Cancellation));

        Task<ReadOnlyMemory<byte>?> pending = link.ReceiveAsync(Cancellation).AsTask();
        await link.DisposeAsync();

        await Assert.ThrowsAsync<LinkBrokenException>(() => pending);
        await Assert.ThrowsAsync<LinkBrokenException>(async () => await link.SendAsync(new byte[] { 1 }, Cancellation));
        await woken.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Disposing_the_accepting_end_wakes_both_ends()
    {
        var woken = new TaskCompletionSource();
        Listener.Listen(async (_, link, cancellation) =>
        {
            Assert.NotNull(await link.ReceiveAsync(cancellation));
            Task<ReadOnlyMemory<byte>?> pending = link.ReceiveAsync(CancellationToken.None).AsTask();
            await link.DisposeAsync();
            await Assert.ThrowsAsync<LinkBrokenException>(() => pending);
            woken.SetResult();
        });
        await using IPeerLink link = await DialAsync();

        await link.SendAsync(new byte[] { 1 }, Cancellation);

        await Assert.ThrowsAsync<LinkBrokenException>(async () => await link.ReceiveAsync(Cancellation));
        await Assert.ThrowsAsync<LinkBrokenException>(() => SendForeverAsync(link));
        await woken.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_send_that_waits_is_woken_by_disposal()
    {
        var ended = new TaskCompletionSource();
        Listener.Listen((_, link, cancellation) => HoldAsync(link, ended.Task));
        IPeerLink link = await DialAsync();

        Task sending = SendForeverAsync(link);
        await SendUntilStallAsync(link, 64 * 1024);
        await link.DisposeAsync();

        await Assert.ThrowsAsync<LinkBrokenException>(() => sending.WaitAsync(Cancellation));
        ended.SetResult();
    }

    [Fact]
    public async Task A_handler_that_fails_breaks_the_link()
    {
        Listener.Listen(async (_, link, cancellation) =>
        {
            await link.ReceiveAsync(cancellation);
            throw new InvalidDataException("on purpose");
        });
        await using IPeerLink link = await DialAsync();

        await link.SendAsync(new byte[] { 1 }, Cancellation);

        await Assert.ThrowsAsync<LinkBrokenException>(async () => await link.ReceiveAsync(Cancellation));
    }

    [Fact]
    public async Task A_refusal_reaches_the_dialer_with_code_and_reason()
    {
        Listener.Listen((_, _, _) => throw new LinkRefusedException("unknown-database", "There is no 'music' here."));

        var refusal = await Assert.ThrowsAsync<LinkRefusedException>(DialAsync);

        Assert.Equal("unknown-database", refusal.Code);
        Assert.Equal("There is no 'music' here.", refusal.Reason);
    }

    [Fact]
    public async Task A_handler_that_fails_at_once_refuses()
    {
        Listener.Listen((_, _, _) => throw new InvalidDataException("on purpose"));

        Assert.Equal(LinkRefusalCodes.ListenerFailed, (await Assert.ThrowsAsync<LinkRefusedException>(DialAsync)).Code);
    }

    [Fact]
    public async Task Before_a_node_listens_it_refuses()
    {
        Assert.Equal(LinkRefusalCodes.NotListening, (await Assert.ThrowsAsync<LinkRefusedException>(DialAsync)).Code);
    }

    [Fact]
    public async Task An_illegal_request_is_refused_before_it_is_sent()
    {
        LinkRequest illegal = Request with { Database = new string('a', 65) };

        var refusal = await Assert.ThrowsAsync<LinkRefusedException>(
            () => Dialer.ConnectAsync(AddressOfNobody, illegal, Cancellation));

        Assert.Equal(LinkRefusalCodes.IllegalDatabaseName, refusal.Code);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unreachable()
    {
        var failure = await Assert.ThrowsAsync<PeerUnreachableException>(
            () => Dialer.ConnectAsync(AddressOfNobody, Request, Cancellation));

        Assert.Contains(AddressOfNobody, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dialing_can_be_cancelled_while_the_handler_ponders()
    {
        var dialed = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        Listener.Listen(async (_, _, cancellation) =>
        {
            dialed.SetResult();
            await WaitForCancelAsync(cancellation);
            ended.SetResult();
        });
        using var cancel = new CancellationTokenSource();

        Task<IPeerLink> dialing = Dialer.ConnectAsync(Listener.LocalAddress, Request, cancel.Token);
        await dialed.Task.WaitAsync(Cancellation);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialing);
        await ended.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task A_cancelled_receive_loses_nothing()
    {
        Listener.Listen((_, link, cancellation) => EchoAsync(link, cancellation));
        await using IPeerLink link = await DialAsync();
        for (byte round = 0; round < 20; round++)
        {
            using var cancel = new CancellationTokenSource();
            Task<ReadOnlyMemory<byte>?> pending = link.ReceiveAsync(cancel.Token).AsTask();
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);

            await link.SendAsync(new[] { round }, Cancellation);
            Assert.Equal([round], (await link.ReceiveAsync(Cancellation))!.Value.ToArray());
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(64 * 1024)]
    public async Task A_reader_that_does_not_read_stalls_the_writer_and_then_gets_all(int frameBytes)
    {
        var read = new TaskCompletionSource();
        var received = new TaskCompletionSource<int>();
        Listener.Listen(async (_, link, cancellation) =>
        {
            await link.SendAsync(new byte[] { 1 }, cancellation);
            await read.Task;
            int count = 0;
            while (await link.ReceiveAsync(cancellation) is { } frame)
            {
                Assert.Equal(count++, BinaryPrimitives.ReadInt32LittleEndian(frame.Span));
            }

            received.SetResult(count);
        });
        await using IPeerLink link = await DialAsync();

        int sent = await SendUntilStallAsync(link, frameBytes);
        read.SetResult();
        await link.CompleteAsync(Cancellation);

        Assert.Equal(sent, await received.Task.WaitAsync(Cancellation));
    }

    [Fact]
    public async Task A_hundred_links_work_side_by_side()
    {
        const int Links = 100;
        var together = new CountdownEvent(Links);
        var all = new TaskCompletionSource();
        Listener.Listen(async (_, link, cancellation) =>
        {
            if (together.Signal())
            {
                all.SetResult();
            }

            await EchoAsync(link, cancellation);
        });

        await Task.WhenAll(Enumerable.Range(0, Links).Select(async _ =>
        {
            await using IPeerLink link = await DialAsync();
            await all.Task.WaitAsync(Cancellation);
            Task sending = SendNumberedAsync(link, 50, 1000);
            await ReceiveNumberedAsync(link, 50, 1000);
            await sending;
        }));
    }

    [Fact]
    public async Task Many_links_after_one_another_leave_nothing_behind()
    {
        Listener.Listen((_, link, cancellation) => EchoAsync(link, cancellation));
        for (int round = 0; round < 600; round++)
        {
            IPeerLink link = await DialAsync();
            await link.SendAsync(new byte[] { 7 }, Cancellation);
            Assert.NotNull(await link.ReceiveAsync(Cancellation));
            await link.DisposeAsync();
        }
    }

    [Fact]
    public async Task Disposing_a_transport_breaks_its_links()
    {
        Listener.Listen((_, link, cancellation) => EchoAsync(link, cancellation));
        IPeerLink link = await DialAsync();
        await link.SendAsync(new byte[] { 1 }, Cancellation);
        Assert.NotNull(await link.ReceiveAsync(Cancellation));

        await Listener.DisposeAsync();

        await Assert.ThrowsAsync<LinkBrokenException>(async () => await link.ReceiveAsync(Cancellation));
        await Assert.ThrowsAnyAsync<Exception>(DialAsync);
    }

    [Fact]
    public async Task Disposing_the_dialing_transport_breaks_its_links()
    {
        Listener.Listen((_, link, cancellation) => EchoAsync(link, cancellation));
        IPeerLink link = await DialAsync();
        Task<ReadOnlyMemory<byte>?> pending = link.ReceiveAsync(Cancellation).AsTask();

        await Dialer.DisposeAsync();

        await Assert.ThrowsAsync<LinkBrokenException>(() => pending);
    }

    [Theory]
    [InlineData(0)]
    [InlineData((4 * 1024 * 1024) + 1)]
    public async Task A_frame_of_a_bad_size_is_not_sent_and_the_link_goes_on(int frameBytes)
    {
        Listener.Listen((_, link, cancellation) => EchoAsync(link, cancellation));
        await using IPeerLink link = await DialAsync();

        await Assert.ThrowsAsync<ArgumentException>(async () => await link.SendAsync(new byte[frameBytes], Cancellation));
        await link.SendAsync(new byte[] { 5 }, Cancellation);

        Assert.Equal([5], (await link.ReceiveAsync(Cancellation))!.Value.ToArray());
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
