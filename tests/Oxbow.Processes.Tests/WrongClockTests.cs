using Oxbow.Client;
using Oxbow.Processes.Tests.Harness;

namespace Oxbow.Processes.Tests;

/// <summary>Nodes whose machine shows another time than it is.</summary>
public sealed class WrongClockTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_node_whose_clock_was_two_days_ahead_once_is_heard_again_when_it_is_right()
    {
        Assert.SkipWhen(WrongClock.Missing is not null, WrongClock.Missing ?? "");
        await using var trio = new Trio(folder);
        await trio.StartAsync();
        await trio.AgreeAsync();
        await trio.ParkAsync("a", "c");
        await trio.RestartAsync("b", TimeSpan.FromDays(2));
        WriteResult ahead = await PutAsync(trio["b"], "ahead");
        await trio.RestartAsync("b", TimeSpan.Zero);
        await PutAsync(trio["b"], "after");
        await trio.MeetAsync();
        await Eventually.HoldsAsync(
            "a has what b made again",
            async () => await trio["a"].Client.FateAsync(ahead.Write, cancellation: Cancellation) is not null);
        await trio.AgreeAsync();
        Assert.NotNull((await trio["a"].Client.FateAsync(ahead.Write, cancellation: Cancellation))?.RemadeAs);
        await Eventually.HoldsAsync(
            "b is active", async () => (await trio["b"].Client.StatusAsync(Cancellation)).State == "active");
        await PutAsync(trio["b"], "later");
        await trio.AgreeAsync();
        foreach (NodeProcess node in trio.Nodes)
        {
            foreach (string key in (string[])["ahead", "after", "later"])
            {
                Assert.NotNull(await node.Client.GetAsync("keys", key, cancellation: Cancellation));
            }
        }
    }

    [Fact]
    public async Task A_node_whose_clock_is_years_behind_takes_what_is_committed()
    {
        Assert.SkipWhen(WrongClock.Missing is not null, WrongClock.Missing ?? "");
        await using var trio = new Trio(folder);
        await trio.StartAsync();
        await trio.AgreeAsync();
        await trio.RestartAsync("b", -TimeSpan.FromDays(3650));
        WriteResult write = await PutAsync(trio["c"], "now");
        await trio.AgreeAsync();
        WriteResult? fate = await trio["b"].Client.FateAsync(write.Write, TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal(WriteState.Committed, fate?.State);
        WriteResult own = await PutAsync(trio["b"], "own");
        await trio.AgreeAsync();
        Assert.NotNull(await trio["c"].Client.FateAsync(own.Write, cancellation: Cancellation));
    }

    private static Task<WriteResult> PutAsync(NodeProcess node, string key) =>
        node.Client.PutAsync("keys", key, "1"u8.ToArray(), cancellation: Cancellation);
}
