using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Transport;

/// <content>How links end.</content>
public abstract partial class TransportContract
{
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
}
