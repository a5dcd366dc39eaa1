using Oxbow.Core.Messages;
using Oxbow.Node.Errors;
using Oxbow.Node.Tests.Nodes;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Links;

/// <summary>Half-open links and peers that stop reading (bug class 19): a link whose peer owes an answer ends.</summary>
public sealed class SilentPeerTests : IAsyncLifetime
{
    private static readonly TimeSpan AlmostTooLong = TimeSpan.FromSeconds(9.9);
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(10);

    private readonly InProcessNetwork network = new();
    private readonly ManualTimeProvider time = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
    private InProcessTransport transport = null!;
    private TestNode node = null!;

    private CancellationToken Patience => limit.Token;

    public async ValueTask InitializeAsync()
    {
        transport = network.CreateTransport("peer");
        NodeOptions options = TestNode.Options("node");
        node = await TestNode.StartAsync(network, options with { Links = options.Links with { ReviewPeriod = TimeSpan.FromDays(1) } }, time);
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await transport.DisposeAsync();
        limit.Dispose();
    }

    [Theory]
    [InlineData(LinkPurpose.Exchange)]
    [InlineData(LinkPurpose.Live)]
    [InlineData(LinkPurpose.Join)]
    [InlineData(LinkPurpose.RetirementHandover)]
    public async Task A_dialer_that_says_nothing_is_cut(LinkPurpose purpose)
    {
        await using ScriptedLink peer = await ScriptedLink.DialAsync(transport, "node", purpose, Patience);
        Task<List<PeerMessage>> broken = peer.UntilBrokenAsync(Patience);
        await node.StatusAsync();
        time.Advance(AlmostTooLong);
        Assert.False(broken.IsCompleted);
        time.Advance(TooLong);
        Assert.DoesNotContain(await broken, message => message is not Hello);
        await Task.WhenAll(node.Database.Connections.Select(connection => connection.Ended));
        Assert.Empty(node.Database.Connections);
    }

    [Fact]
    public async Task A_peer_that_stops_in_the_middle_of_an_exchange_is_cut()
    {
        await using ScriptedLink peer = await ScriptedLink.DialAsync(transport, "node", LinkPurpose.Exchange, Patience);
        await peer.GreetAsync(await peer.HearAsync<Hello>(Patience));
        await node.StatusAsync();
        time.Advance(TooLong);
        await peer.UntilBrokenAsync(Patience);
    }

    [Fact]
    public async Task A_live_link_may_be_silent_but_a_write_has_to_be_acknowledged()
    {
        await using ScriptedLink peer = await ScriptedLink.DialAsync(transport, "node", LinkPurpose.Live, Patience);
        await peer.RunAsync(Patience);
        await node.Database.Connections.Single().RunsEnded;
        time.Advance(TimeSpan.FromDays(1));

        await node.PutAsync("first");
        Batch first = await peer.HearAsync<Batch>(Patience);
        time.Advance(AlmostTooLong);
        await peer.SayAsync(new Acknowledgement(first.Sequence));
        await peer.SayAsync(new Batch(2, [], EndsRun: false));
        await peer.HearAsync<Acknowledgement>(Patience);
        time.Advance(TimeSpan.FromDays(1));

        await node.PutAsync("second");
        await peer.HearAsync<Batch>(Patience);
        time.Advance(TooLong);
        Assert.Empty(await peer.UntilBrokenAsync(Patience));
    }

    [Fact]
    public async Task An_exchange_with_a_peer_that_never_answers_fails()
    {
        TaskCompletionSource asked = new();
        transport.Listen(async (_, link, cancellation) =>
        {
            await link.ReceiveAsync(cancellation);
            asked.SetResult();
            await link.ReceiveAsync(cancellation);
        });
        node.Host.Peers.Learn("peer", "peer");
        Task<(long, long)> exchange = node.Host.ExchangeAsync("peer", Patience);
        await asked.Task.WaitAsync(Patience);
        time.Advance(TooLong);
        Assert.Contains("10 s", (await Assert.ThrowsAsync<ExchangeFailedException>(() => exchange)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dial_that_nobody_takes_ends_and_leaves_no_link_behind()
    {
        TaskCompletionSource asked = new();
        TaskCompletionSource left = new();
        transport.Listen(async (_, _, cancellation) =>
        {
            cancellation.Register(left.SetResult);
            asked.SetResult();
            await left.Task;
        });
        node.Host.Peers.Learn("peer", "peer");
        Task<(long, long)> exchange = node.Host.ExchangeAsync("peer", Patience);
        await asked.Task.WaitAsync(Patience);
        time.Advance(TooLong);
        Assert.Equal(NodeRefusalCodes.PeerUnreachable, (await Assert.ThrowsAsync<NodeException>(() => exchange)).Code);
        await left.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_join_that_nobody_answers_ends()
    {
        TaskCompletionSource asked = new();
        transport.Listen(async (_, link, cancellation) =>
        {
            await link.ReceiveAsync(cancellation);
            asked.SetResult();
            await link.ReceiveAsync(cancellation);
        });
        Task<Databases.DatabaseHost> joining = node.Host.OpenAsync("other", DatabaseSource.Join(["peer"]), Patience);
        await asked.Task.WaitAsync(Patience);
        time.Advance(TooLong);
        Assert.Contains("10 s", (await Assert.ThrowsAsync<NodeException>(() => joining)).Message, StringComparison.Ordinal);
        Assert.Equal("other", (await node.Host.OpenAsync("other", DatabaseSource.Create, Patience)).Name);
    }

    [Fact]
    public async Task What_came_before_a_link_broke_still_counts()
    {
        using HeldTime held = new();
        NodeOptions options = TestNode.Options("slow");
        await using TestNode slow = await TestNode.StartAsync(network, options with { Links = options.Links with { ReviewPeriod = TimeSpan.FromDays(1) } }, held);
        TaskCompletionSource<ScriptedLink> dialed = new();
        TaskCompletionSource over = new();
        transport.Listen((_, link, _) =>
        {
            dialed.SetResult(new(link));
            return over.Task;
        });
        slow.Host.Peers.Learn("peer", "peer");
        Task<(long Sent, long Received)> exchange = slow.Host.ExchangeAsync("peer", Patience);
        ScriptedLink peer = await dialed.Task.WaitAsync(Patience);
        await peer.GreetAsync(await peer.HearAsync<Hello>(Patience));
        await peer.HearAsync<Batch>(Patience);

        held.Hold();
        await peer.SayAsync(new Batch(1, [], EndsRun: true));
        await held.SomebodyWaitsAsync();
        await peer.SayAsync(new Acknowledgement(1));
        await peer.DisposeAsync();
        over.SetResult();
        while (slow.Database.Connections.Single().IsOpen)
        {
            Patience.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        held.Release();
        Assert.Equal((0, 0), await exchange);
    }
}
