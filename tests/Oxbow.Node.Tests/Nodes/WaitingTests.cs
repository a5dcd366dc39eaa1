using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Core.Writes;
using Oxbow.Node.Databases;
using Oxbow.Node.Errors;
using Oxbow.Node.States;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Nodes;

/// <summary>Requests that wait, at nodes that exchange when they are told and not before.</summary>
public sealed class WaitingTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly InProcessNetwork network = new();
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
    private TestNode a = null!;
    private TestNode b = null!;

    private CancellationToken Patience => patience.Token;

    public async ValueTask InitializeAsync()
    {
        a = await TestNode.StartAsync(network, Quiet("a"));
        b = await TestNode.StartAsync(network, Quiet("b"), time: null, a);

        // Nodes look for peers when they open, and then not for a day: they were paused at that moment.
        a.Host.Resume();
        b.Host.Resume();
        await b.Host.ExchangeAsync("a", Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await a.DisposeAsync();
        await b.DisposeAsync();
        patience.Dispose();
    }

    [Fact]
    public async Task A_replica_fetches_what_a_session_needs_from_a_peer()
    {
        SessionState session = await WriteAsync(a);
        Assert.IsType<Rejected>(await b.Host.AskAsync(b.Database, Read(b, session), TimeSpan.Zero, Patience));
        DocumentRead read = Assert.IsType<DocumentRead>(await b.Host.AskAsync(b.Database, Read(b, session), Long, Patience));
        Assert.NotNull(read.Document);
    }

    [Fact]
    public async Task A_wait_that_brings_nothing_ends_in_time_with_the_refusal()
    {
        SessionState session = await WriteAsync(a);
        await a.Host.PauseAsync();
        Rejected rejected = Assert.IsType<Rejected>(await b.Host.AskAsync(b.Database, Read(b, session), TimeSpan.FromMilliseconds(50), Patience));
        Assert.Equal(RejectionCode.SessionNotSatisfied, rejected.Rejection.Code);
    }

    [Fact]
    public async Task Many_that_wait_for_the_same_are_all_served_when_a_peer_comes_back()
    {
        SessionState session = await WriteAsync(a);
        await a.Host.PauseAsync();
        Task<Reply>[] asked = [.. Enumerable.Range(0, 20).Select(_ => b.Host.AskAsync(b.Database, Read(b, session), Long, Patience))];
        Assert.DoesNotContain(asked, task => task.IsCompleted && task.Result is DocumentRead);
        a.Host.Resume();
        Assert.All(await Task.WhenAll(asked), reply => Assert.IsType<DocumentRead>(reply));
    }

    [Fact]
    public async Task A_fate_is_told_when_it_is_known()
    {
        WriteAccepted accepted = (WriteAccepted)await b.PutAsync("k");
        Assert.False((await b.Host.FateAsync(b.Database, accepted.Fate.Write, TimeSpan.Zero, Patience))!.Value.CommitNumber.IsGiven);
        Task<WriteFate?> waiting = b.Host.FateAsync(b.Database, accepted.Fate.Write, Long, Patience);
        Task<WriteFate?> elsewhere = a.Host.FateAsync(a.Database, accepted.Fate.Write, Long, Patience);
        await b.Host.ExchangeAsync("a", Patience);
        await b.Host.ExchangeAsync("a", Patience);
        Assert.Equal(new CommitNumber(3), (await waiting)!.Value.CommitNumber);
        Assert.Equal(new CommitNumber(3), (await elsewhere)!.Value.CommitNumber);
    }

    [Fact]
    public async Task Who_waits_is_told_when_the_node_goes_offline()
    {
        WriteAccepted accepted = (WriteAccepted)await b.PutAsync("k");
        Task<WriteFate?> waiting = b.Host.FateAsync(b.Database, accepted.Fate.Write, Long, Patience);
        await b.Host.SetStateAsync(NodeState.Offline);
        Assert.Equal(NodeRefusalCodes.Offline, (await Assert.ThrowsAsync<NodeException>(() => waiting)).Code);
    }

    [Fact]
    public async Task Nothing_passes_at_a_node_that_is_offline_and_all_when_it_is_back()
    {
        await b.Host.SetStateAsync(NodeState.Offline);
        Assert.Equal((NodeState.Offline, false), (b.Host.State, b.Host.IsStateAutomatic));
        Assert.Throws<NodeException>(b.Host.RequireServing);
        await a.PutAsync("k");
        Assert.Equal(NodeRefusalCodes.Offline, (await Assert.ThrowsAsync<NodeException>(() => a.Host.ExchangeAsync("b", Patience))).Code);
        Assert.Equal(NodeRefusalCodes.Offline, (await Assert.ThrowsAsync<NodeException>(() => b.Host.ExchangeAsync("a", Patience))).Code);
        Assert.False(await b.HasAsync("k"));
        await b.Host.SetStateAsync(null);
        Assert.Equal((NodeState.Active, true), (b.Host.State, b.Host.IsStateAutomatic));
        await b.Host.ExchangeAsync("a", Patience);
        Assert.True(await b.HasAsync("k"));
    }

    [Fact]
    public async Task Changes_are_told_as_they_are_committed()
    {
        await using IAsyncEnumerator<LogEntryView> changes = ChangeFeed.ReadAsync(b.Database, new CommitNumber(2), Patience).GetAsyncEnumerator(Patience);
        Task<bool> next = changes.MoveNextAsync().AsTask();
        WriteAccepted tentative = (WriteAccepted)await b.PutAsync("k");
        Assert.False(next.IsCompleted);
        await b.Host.ExchangeAsync("a", Patience);
        await b.Host.ExchangeAsync("a", Patience);
        Assert.True(await next);
        Assert.Equal((tentative.Fate.Write, new CommitNumber(3)), (changes.Current.Write.Id, changes.Current.CommitNumber));
    }

    [Fact]
    public async Task A_full_mailbox_makes_a_node_overloaded()
    {
        using HeldTime time = new();
        NodeOptions options = TestNode.Options("c") with
        {
            MailboxCapacity = 64,
            StartPaused = true,
            Load = new() { SamplePeriod = TimeSpan.FromMilliseconds(1), HeavySamples = 1, CalmSamples = 1 },
        };
        await using TestNode busy = await TestNode.StartAsync(network, options, time);
        await busy.PutAsync("before");
        time.Hold();
        List<Task<Reply>> asked = [busy.PutAsync("held")];
        await time.SomebodyWaitsAsync();
        asked.AddRange(Enumerable.Range(0, 40).Select(number => busy.PutAsync($"{number}")));
        await UntilAsync(busy, NodeState.Overloaded);
        time.Release();
        await Task.WhenAll(asked);
        await UntilAsync(busy, NodeState.Active);
    }

    private async Task UntilAsync(TestNode node, NodeState state)
    {
        while (node.Host.State != state)
        {
            Patience.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static NodeOptions Quiet(string name) => TestNode.Options(name) with
    {
        StartPaused = true,
        Links = new() { LiveFanOut = 0, ReviewPeriod = TimeSpan.FromDays(1), ExchangePeriod = TimeSpan.FromDays(1), UnreachablePause = TimeSpan.FromMilliseconds(20) },
    };

    private static async Task<SessionState> WriteAsync(TestNode node)
    {
        SubmitWrite submit = new(node.Database.NextRequest(), [Update.Put("c"u8.ToArray(), "k"u8.ToArray(), "1"u8.ToArray())], SessionState.New);
        return ((WriteAccepted)await node.Database.AskAsync(submit)).Session!;
    }

    private static ReadDocument Read(TestNode node, SessionState session) =>
        new(node.Database.NextRequest(), "c"u8.ToArray(), Encoding.UTF8.GetBytes("k"), ReadView.Latest, session);
}
