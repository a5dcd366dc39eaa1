using Oxbow.Client;
using Oxbow.Processes.Tests.Harness;

namespace Oxbow.Processes.Tests;

/// <summary>A node that is lost is evicted, and comes back one day with work that it had not sent.</summary>
public sealed class EvictedNodeTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_node_that_was_evicted_while_it_was_lost_loses_nothing_when_it_comes_back()
    {
        await using var trio = new Trio(folder);
        await trio.StartAsync();
        await trio.AgreeAsync();
        await trio.ParkAsync("b");
        await trio["b"].Client.PutAsync("keys", "unsent", "1"u8.ToArray(), cancellation: Cancellation);
        ReplicaStatus lost = await trio["b"].Client.StatusAsync(Cancellation);
        await trio["b"].KillAsync();
        await trio["c"].Admin.EvictAsync("main", lost.Replica, Cancellation);
        await Eventually.HoldsAsync("the lost replica is known to nobody", async () =>
            (await trio["c"].Client.StatusAsync(Cancellation)).Replicas.All(known => known.Replica != lost.Replica));

        await trio.RestartAsync([trio["b"]]);
        await Eventually.HoldsAsync("a holds what b had not sent", async () =>
            await trio["a"].Client.GetAsync("keys", "unsent", cancellation: Cancellation) is not null);
        await trio.AgreeAsync();
        ReplicaStatus back = await trio["b"].Client.StatusAsync(Cancellation);
        Assert.Equal("active", back.State);
        Assert.NotEqual(lost.Replica, back.Replica);
    }
}
