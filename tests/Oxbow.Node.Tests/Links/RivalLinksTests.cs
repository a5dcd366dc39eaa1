using Oxbow.Core.Messages;
using Oxbow.Node.Dialing;
using Oxbow.Node.Errors;
using Oxbow.Node.Links;
using Oxbow.Node.Tests.Nodes;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Links;

/// <summary>Two nodes keep one live link, also when they dial each other at once.</summary>
public sealed class RivalLinksTests : IAsyncLifetime
{
    private readonly InProcessNetwork network = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
    private InProcessTransport transport = null!;
    private TestNode node = null!;

    public async ValueTask InitializeAsync()
    {
        transport = network.CreateTransport("peer");
        NodeOptions options = TestNode.Options("node");
        node = await TestNode.StartAsync(network, options with { Links = options.Links with { LiveFanOut = 0 } });
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await transport.DisposeAsync();
        limit.Dispose();
    }

    [Theory]
    [InlineData("a", "b", true)]
    [InlineData("a", "b", false)]
    [InlineData("b", "a", true)]
    [InlineData("b", "a", false)]
    public void Both_ends_keep_the_link_dialed_by_the_name_that_comes_first(string here, string there, bool dialedFirst)
    {
        LinkAdmission gate = new(here, node.Host.Peers, isPaused: false);
        PeerConnection first = NewLink(there, dialedFirst);
        PeerConnection second = NewLink(there, !dialedFirst);
        Assert.Null(gate.TryRegister(first, node.Database));
        bool firstWins = dialedFirst == (string.CompareOrdinal(here, there) < 0);
        Assert.Equal(firstWins ? NodeRefusalCodes.AlreadyLinked : null, gate.TryRegister(second, node.Database));
        Assert.Equal(firstWins, first.IsOpen);
        _ = node.Database.ServeAsync(first);
        if (!firstWins)
        {
            _ = node.Database.ServeAsync(second);
        }
    }

    [Fact]
    public void Another_peer_or_purpose_is_no_rival_and_neither_is_a_link_that_ends()
    {
        LinkAdmission gate = new("a", node.Host.Peers, isPaused: false);
        PeerConnection[] links = [NewLink("b", isDialer: true), NewLink("c", isDialer: true), NewLink("b", isDialer: true, LinkPurpose.Exchange), NewLink("b", isDialer: true)];
        Assert.Null(gate.TryRegister(links[0], node.Database));
        Assert.Null(gate.TryRegister(links[1], node.Database));
        Assert.Null(gate.TryRegister(links[2], node.Database));
        Assert.Equal(NodeRefusalCodes.AlreadyLinked, gate.TryRegister(links[3], node.Database));
        links[0].Finish(null);
        Assert.Null(gate.TryRegister(links[3], node.Database));
        Assert.All(links, link => _ = node.Database.ServeAsync(link));
    }

    [Fact]
    public async Task A_second_live_link_from_the_same_node_is_refused()
    {
        await using ScriptedLink first = await ScriptedLink.DialAsync(transport, "node", LinkPurpose.Live, limit.Token);
        LinkRefusedException refusal = await Assert.ThrowsAsync<LinkRefusedException>(
            () => ScriptedLink.DialAsync(transport, "node", LinkPurpose.Live, limit.Token));
        Assert.Equal(NodeRefusalCodes.AlreadyLinked, refusal.Code);
        await first.DisposeAsync();
        await Task.WhenAll(node.Database.Connections.Select(connection => connection.Ended));
        await using ScriptedLink second = await ScriptedLink.DialAsync(
            transport, "node", LinkPurpose.Live, limit.Token);
    }

    [Fact]
    public async Task A_node_of_the_same_name_is_refused()
    {
        LinkRequest request = new("main", LinkPurpose.Live, "node", "elsewhere");
        Assert.Equal(NodeRefusalCodes.NameTaken, (await Assert.ThrowsAsync<LinkRefusedException>(() => transport.ConnectAsync("node", request, limit.Token))).Code);
        Assert.Null(node.Host.Peers.Find("node"));
    }

    private PeerConnection NewLink(string peer, bool isDialer, LinkPurpose purpose = LinkPurpose.Live) =>
        new(node.Database.NextLink(), peer, purpose, isDialer, InProcessLink.CreatePair().Dialed, TimeSpan.FromSeconds(10), TimeProvider.System);
}
