using Oxbow.Core.Messages;
using Oxbow.Node.Errors;
using Oxbow.Node.Tests.Nodes;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Links;

/// <summary>After a pause, a block or a stop nothing is under way any more, whatever was when it began.</summary>
public sealed class CutLinksTests : IAsyncLifetime
{
    private readonly InProcessNetwork network = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
    private readonly TaskCompletionSource dialed = new();
    private readonly TaskCompletionSource answer = new();
    private InProcessTransport transport = null!;
    private TestNode node = null!;

    private CancellationToken Patience => limit.Token;

    public async ValueTask InitializeAsync()
    {
        transport = network.CreateTransport("peer");
        NodeOptions options = TestNode.Options("node");
        node = await TestNode.StartAsync(network, options with { Links = options.Links with { ReviewPeriod = TimeSpan.FromDays(1) } });
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await transport.DisposeAsync();
        limit.Dispose();
    }

    [Theory]
    [InlineData(true, NodeRefusalCodes.Paused)]
    [InlineData(false, NodeRefusalCodes.LinkBlocked)]
    public async Task A_dial_under_way_is_cut(bool isPause, string code)
    {
        Task<LinkBrokenException> takenTooLate = ListenSlowly();
        node.Host.Peers.Learn("peer", "peer");
        Task<(long, long)> exchange = node.Host.ExchangeAsync("peer", Patience);
        await dialed.Task.WaitAsync(Patience);

        await (isPause ? node.Host.PauseAsync() : node.Host.BlockAsync("peer"));
        Assert.Equal(code, (await Assert.ThrowsAsync<NodeException>(() => exchange)).Code);
        answer.SetResult();
        await takenTooLate.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(LinkPurpose.Live, true)]
    [InlineData(LinkPurpose.Exchange, true)]
    [InlineData(LinkPurpose.Live, false)]
    [InlineData(LinkPurpose.RetirementHandover, false)]
    [InlineData(LinkPurpose.Join, false)]
    public async Task A_link_has_ended_when_the_order_returns(LinkPurpose purpose, bool isPause)
    {
        await using ScriptedLink peer = await ScriptedLink.DialAsync(transport, "node", purpose, Patience);
        await (isPause ? node.Host.PauseAsync() : node.Host.BlockAsync("peer"));
        Assert.Empty(node.Database.Connections);
        await peer.UntilBrokenAsync(Patience);
        LinkRefusedException refusal = await Assert.ThrowsAsync<LinkRefusedException>(() => ScriptedLink.DialAsync(transport, "node", purpose, Patience));
        Assert.Equal(isPause ? NodeRefusalCodes.Paused : NodeRefusalCodes.LinkBlocked, refusal.Code);
    }

    [Theory]
    [InlineData(LinkPurpose.RetirementHandover)]
    [InlineData(LinkPurpose.Join)]
    public async Task A_pause_lets_replicas_come_and_go(LinkPurpose purpose)
    {
        await using ScriptedLink peer = await ScriptedLink.DialAsync(transport, "node", purpose, Patience);
        await node.Host.PauseAsync();
        Assert.Single(node.Database.Connections);
        await using ScriptedLink another = await ScriptedLink.DialAsync(transport, "node", purpose, Patience);
    }

    [Fact]
    public async Task What_a_cut_link_has_sent_and_was_not_processed_yet_is_over_when_the_order_returns()
    {
        using HeldTime held = new();
        await using TestNode slow = await TestNode.StartAsync(network, TestNode.Options("slow"), held);
        await using ScriptedLink peer = await ScriptedLink.DialAsync(transport, "slow", LinkPurpose.Join, Patience);
        held.Hold();
        await peer.SayAsync(new JoinRequest());
        await held.SomebodyWaitsAsync();
        Task blocking = slow.Host.BlockAsync("peer");
        Assert.False(blocking.IsCompleted);
        held.Release();
        await blocking;
        ReplicaStatus atReturn = await slow.StatusAsync();
        Assert.DoesNotContain(await peer.UntilBrokenAsync(Patience), message => message is JoinReply);
        Assert.Equal(atReturn.WriteCount, (await slow.StatusAsync()).WriteCount);
    }

    [Fact]
    public async Task A_node_that_stops_ends_its_links_and_its_dials_and_takes_no_more()
    {
        Task<LinkBrokenException> takenTooLate = ListenSlowly();
        node.Host.Peers.Learn("peer", "peer");
        await using ScriptedLink peer = await ScriptedLink.DialAsync(transport, "node", LinkPurpose.RetirementHandover, Patience);
        Task<(long, long)> exchange = node.Host.ExchangeAsync("peer", Patience);
        await dialed.Task.WaitAsync(Patience);

        await node.Host.DisposeAsync();
        await peer.UntilBrokenAsync(Patience);
        answer.SetResult();
        Assert.Equal(NodeRefusalCodes.Stopping, (await Assert.ThrowsAsync<NodeException>(() => exchange)).Code);
        Assert.Equal(NodeRefusalCodes.Stopping, (await Assert.ThrowsAsync<LinkRefusedException>(() => ScriptedLink.DialAsync(transport, "node", LinkPurpose.Join, Patience))).Code);
        await takenTooLate.WaitAsync(Patience);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => node.Host.OpenAsync("other", DatabaseSource.Create, Patience));
        await node.Host.DisposeAsync();
    }

    [Fact]
    public async Task A_blocked_peer_is_not_asked_for_a_new_id()
    {
        await using TestNode b = await TestNode.StartAsync(network, TestNode.Options("b") with { StartPaused = true }, time: null, node);
        await b.Host.BlockAsync("node");
        await using ScriptedLink peer = await ScriptedLink.DialAsync(transport, "b", LinkPurpose.RetirementHandover, Patience);
        ReplicaStatus before = await b.StatusAsync();
        await peer.ClaimMoreAsync(before, new(before.Identity.Replica.Created.Value + 1_000_000));
        Assert.Equal(RejectionCode.IdentityClash, (await peer.HearAsync<Refusal>(Patience)).Rejection.Code);

        long writes = (await node.StatusAsync()).WriteCount;
        Assert.Equal(RejectionCode.Quarantined, Assert.IsType<Rejected>(await b.PutAsync("refused")).Rejection.Code);
        Assert.Equal(Standing.Quarantined, b.Database.Standing);
        Assert.Equal(writes, (await node.StatusAsync()).WriteCount);

        b.Host.Unblock("node");
        ReplicaStatus renamed = await b.UntilAsync(status => status.Standing == Standing.Active, Patience);
        Assert.NotEqual(before.Identity.Replica, renamed.Identity.Replica);
        Assert.Equal(writes + 1, (await node.StatusAsync()).WriteCount);
    }

    /// <summary>Takes a link only when <see cref="answer"/> says so; gives what came of it.</summary>
    private Task<LinkBrokenException> ListenSlowly()
    {
        TaskCompletionSource<LinkBrokenException> taken = new();
        transport.Listen(async (_, link, _) =>
        {
            dialed.SetResult();
            await answer.Task;
            taken.SetResult(await Assert.ThrowsAsync<LinkBrokenException>(async () =>
            {
                while (await link.ReceiveAsync(Patience) is not null)
                {
                }
            }));
        });
        return taken.Task;
    }
}
