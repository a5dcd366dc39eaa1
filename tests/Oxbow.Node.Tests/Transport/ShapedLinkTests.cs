using Oxbow.Node.Peers;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Transport;

/// <summary>Links made worse on purpose. Time moves only in steps, so that nothing arrives earlier than it says.</summary>
public sealed class ShapedLinkTests : IAsyncLifetime
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly ManualTimeProvider time = new();
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
    private readonly RecordingLink line;
    private readonly DateTimeOffset start;
    private readonly ShapedLink link;
    private readonly ShapedLink mail;
    private LinkShape shape = LinkShape.None;

    public ShapedLinkTests()
    {
        line = new(time);
        start = time.GetUtcNow();
        link = new(line, () => shape, mayLose: false, time);
        mail = new(line, () => shape, mayLose: true, time);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        await mail.DisposeAsync();
        patience.Dispose();
    }

    [Fact]
    public void A_link_as_it_is_passes_everything_at_once()
    {
        Assert.True(link.SendAsync(Frame(1), patience.Token).AsTask().IsCompletedSuccessfully);
        Assert.True(link.CompleteAsync(patience.Token).AsTask().IsCompletedSuccessfully);
        Assert.Equal([Frame(1), null], line.Arrivals.Select(arrival => arrival.Frame));
    }

    [Fact]
    public async Task A_frame_takes_as_long_as_the_delay_says_and_pushes_nobody_back()
    {
        shape = new() { Delay = TimeSpan.FromSeconds(2) };
        Assert.True(link.SendAsync(Frame(1), patience.Token).AsTask().IsCompletedSuccessfully);
        Assert.Empty(line.Arrivals);
        await UntilArrivedAsync(1);
        Assert.True(After(0) >= TimeSpan.FromSeconds(2), $"{After(0)}");
    }

    [Fact]
    public async Task Order_is_kept_however_the_jitter_falls_and_when_the_shape_goes()
    {
        shape = new() { Delay = TimeSpan.FromMilliseconds(100), Jitter = TimeSpan.FromSeconds(1) };
        byte[][] frames = [.. Enumerable.Range(0, 100).Select(number => Frame((byte)number))];
        foreach (byte[] frame in frames[..90])
        {
            await link.SendAsync(frame, patience.Token);
        }

        shape = LinkShape.None;
        foreach (byte[] frame in frames[90..])
        {
            await link.SendAsync(frame, patience.Token);
        }

        await UntilArrivedAsync(frames.Length);
        Assert.Equal(frames, line.Arrivals.Select(arrival => arrival.Frame!));
        Assert.True(After(0) >= TimeSpan.FromMilliseconds(100), $"{After(0)}");
    }

    [Fact]
    public async Task Mail_that_is_lost_is_gone()
    {
        shape = new() { Loss = 1, Delay = TimeSpan.FromSeconds(1) };
        await mail.SendAsync(Frame(1), patience.Token);
        shape = LinkShape.None;
        await mail.SendAsync(Frame(2), patience.Token);
        Assert.Equal([Frame(2)], line.Arrivals.Select(arrival => arrival.Frame!));
    }

    [Fact]
    public async Task What_is_lost_elsewhere_comes_after_three_times_the_delay()
    {
        shape = new() { Loss = 1, Delay = TimeSpan.FromSeconds(2) };
        await link.SendAsync(Frame(1), patience.Token);
        await UntilArrivedAsync(1);
        Assert.True(After(0) >= TimeSpan.FromSeconds(6), $"{After(0)}");
    }

    [Fact]
    public async Task A_narrow_line_carries_one_frame_after_the_other()
    {
        shape = new() { BytesPerSecond = 1000 };
        for (byte number = 0; number < 3; number++)
        {
            await link.SendAsync(new byte[500], patience.Token);
        }

        await UntilArrivedAsync(3);
        for (int index = 0; index < 3; index++)
        {
            Assert.True(After(index) >= TimeSpan.FromSeconds(0.5) * (index + 1), $"{index}: {After(index)}");
        }
    }

    [Fact]
    public async Task The_end_comes_after_what_is_on_the_way()
    {
        shape = new() { Delay = TimeSpan.FromSeconds(2) };
        await link.SendAsync(Frame(1), patience.Token);
        shape = LinkShape.None;
        await link.CompleteAsync(patience.Token);
        Assert.Empty(line.Arrivals);
        await UntilArrivedAsync(2);
        Assert.Equal([Frame(1), null], line.Arrivals.Select(arrival => arrival.Frame));
    }

    [Fact]
    public async Task A_link_that_is_disposed_does_not_wait_for_what_is_on_the_way()
    {
        shape = new() { Delay = TimeSpan.FromHours(1) };
        await link.SendAsync(Frame(1), patience.Token);
        await link.DisposeAsync();
        time.Advance(TimeSpan.FromHours(2));
        Assert.True(line.IsDisposed);
        Assert.Empty(line.Arrivals);
        await Assert.ThrowsAsync<LinkBrokenException>(() => link.SendAsync(Frame(2), patience.Token).AsTask());
    }

    [Fact]
    public async Task The_sender_may_reuse_its_memory()
    {
        shape = new() { Delay = TimeSpan.FromSeconds(1) };
        byte[] frame = Frame(1);
        await link.SendAsync(frame, patience.Token);
        frame[0] = 2;
        await UntilArrivedAsync(1);
        Assert.Equal([Frame(1)], line.Arrivals.Select(arrival => arrival.Frame!));
    }

    [Fact]
    public async Task A_slow_line_pushes_back_and_a_broken_one_keeps_nobody_waiting()
    {
        shape = new() { Delay = TimeSpan.FromSeconds(1) };
        using CancellationTokenSource given = new();
        List<Task> sending = [.. Enumerable.Range(0, 300).Select(number => link.SendAsync(Frame(1), given.Token).AsTask())];
        Task[] waiting = [.. sending.Where(task => !task.IsCompleted)];
        Assert.NotEmpty(waiting);
        line.IsBroken = true;
        while (!waiting.All(task => task.IsCompleted))
        {
            await StepAsync();
        }

        Assert.Contains(waiting, task => task.Exception?.InnerException is LinkBrokenException);
        await Assert.ThrowsAsync<LinkBrokenException>(() => link.SendAsync(Frame(1), patience.Token).AsTask());
    }

    [Fact]
    public async Task A_send_that_was_given_up_has_sent_nothing_and_the_link_goes_on()
    {
        shape = new() { Delay = TimeSpan.FromSeconds(1) };
        using CancellationTokenSource given = new();
        Task[] sending = [.. Enumerable.Range(0, 300).Select(number => link.SendAsync(Frame(1), given.Token).AsTask())];
        await given.CancelAsync();
        await Task.WhenAll(sending).ContinueWith(_ => { }, TaskScheduler.Default);
        int taken = sending.Count(task => task.IsCompletedSuccessfully);
        Assert.InRange(taken, 256, 299);
        await UntilArrivedAsync(taken);
        await link.SendAsync(Frame(2), patience.Token);
        await UntilArrivedAsync(taken + 1);
        Assert.Equal(Frame(2), line.Arrivals[^1].Frame);
    }

    private static byte[] Frame(byte content) => [content];

    private TimeSpan After(int index) => line.Arrivals[index].At - start;

    private async Task UntilArrivedAsync(int count)
    {
        while (line.Arrivals.Length < count)
        {
            await StepAsync();
        }
    }

    private async Task StepAsync()
    {
        patience.Token.ThrowIfCancellationRequested();
        time.Advance(Step);
        await Task.Yield();
    }
}
