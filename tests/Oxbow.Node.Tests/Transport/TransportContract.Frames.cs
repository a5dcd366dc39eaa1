using System.Buffers.Binary;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Transport;

/// <content>How frames travel.</content>
public abstract partial class TransportContract
{
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
}
