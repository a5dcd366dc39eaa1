using Oxbow.Core.Messages;
using Oxbow.Node.Errors;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Nodes;

public sealed class OverloadTests
{
    private const int Capacity = 64;

    [Fact]
    public async Task Requests_beyond_the_capacity_are_refused_and_the_others_served()
    {
        using HeldTime time = new();
        await using TestNode node = await TestNode.StartAsync(new InProcessNetwork(), TestNode.Options("a") with { MailboxCapacity = Capacity, StartPaused = true }, time);
        List<Task<Reply>> asked = await HoldAsync(node, time);
        for (int number = 0; number < Capacity; number++)
        {
            asked.Add(node.PutAsync($"{number}"));
        }

        await Assert.ThrowsAsync<OverloadedException>(() => node.PutAsync("one too many"));
        time.Release();
        Assert.All(await Task.WhenAll(asked), reply => Assert.IsType<WriteAccepted>(reply));
        Assert.IsType<WriteAccepted>(await node.PutAsync("one more"));
        Assert.False(await node.HasAsync("one too many"));
    }

    [Fact]
    public async Task What_waits_when_a_node_stops_is_answered_and_what_comes_later_is_refused()
    {
        using HeldTime time = new();
        TestNode node = await TestNode.StartAsync(new InProcessNetwork(), TestNode.Options("a") with { StartPaused = true }, time);
        List<Task<Reply>> asked = await HoldAsync(node, time);
        asked.AddRange(Enumerable.Range(0, 10).Select(number => node.PutAsync($"{number}")));
        Task stopping = node.DisposeAsync().AsTask();
        Assert.False(stopping.IsCompleted);
        time.Release();
        Assert.All(await Task.WhenAll(asked), reply => Assert.IsType<WriteAccepted>(reply));
        await stopping;
        await Assert.ThrowsAsync<OverloadedException>(() => node.PutAsync("late"));
    }

    /// <summary>Stops the database's thread in a turn that has one request.</summary>
    private static async Task<List<Task<Reply>>> HoldAsync(TestNode node, HeldTime time)
    {
        await node.PutAsync("before");
        time.Hold();
        List<Task<Reply>> asked = [node.PutAsync("held")];
        await time.SomebodyWaitsAsync();
        return asked;
    }
}
