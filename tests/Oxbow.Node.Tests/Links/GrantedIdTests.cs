using Microsoft.Extensions.Logging.Abstractions;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Errors;
using Oxbow.Node.Tests.Nodes;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Links;

/// <summary>A node that grants ids which nobody should bear is asked in vain.</summary>
public sealed class GrantedIdTests : IAsyncDisposable
{
    private readonly InProcessNetwork network = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
    private readonly InProcessTransport transport;

    public GrantedIdTests() => transport = network.CreateTransport("liar");

    private CancellationToken Patience => limit.Token;

    private static DatabaseId AnyDatabase => new(new Guid("00112233-4455-6677-8899-aabbccddeeff"));

    public async ValueTask DisposeAsync()
    {
        await transport.DisposeAsync();
        limit.Dispose();
    }

    [Theory]
    [InlineData("base")]
    [InlineData("nobody")]
    [InlineData("7ffffffffffffffe")]
    public async Task A_node_does_not_begin_with_an_id_that_nobody_can_have(string text)
    {
        Assert.True(ReplicaId.TryParse(text, out ReplicaId id));
        Grant(_ => new(AnyDatabase, id));
        NodeOptions options = TestNode.Options("new");
        NodeHost host = new(
            options with { Links = options.Links with { JoinPatience = TimeSpan.FromMilliseconds(1) } },
            network.CreateTransport("new"),
            TimeProvider.System,
            NullLogger.Instance);
        await using (host)
        {
            NodeException failure = await Assert.ThrowsAsync<NodeException>(() => host.OpenAsync("main", DatabaseSource.Join(["liar"]), Patience));
            Assert.Contains("The granted id", failure.Message, StringComparison.Ordinal);
            Assert.Contains(text, failure.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The first answers would make a second primary; it goes on asking until one is good.</summary>
    [Fact]
    public async Task A_replica_in_quarantine_asks_again_when_the_granted_id_is_no_good()
    {
        const int Lies = 3;
        int asked = 0;
        await using TestNode node = await TestNode.StartAsync(network, TestNode.Options("node"));
        await using TestNode b = await TestNode.StartAsync(network, TestNode.Options("b") with { StartPaused = true }, time: null, node);
        await b.Host.BlockAsync("node");
        DatabaseId database = (await b.StatusAsync()).Identity.Database;
        Grant(_ => new(database, ++asked > Lies ? Fresh() : ReplicaId.Base));
        await using ScriptedLink peer = await ScriptedLink.DialAsync(transport, "b", LinkPurpose.RetirementHandover, Patience);
        ReplicaStatus before = await b.StatusAsync();
        await peer.ClaimMoreAsync(before, new(before.Identity.Replica.Created.Value + 1_000_000));
        Assert.Equal(RejectionCode.IdentityClash, (await peer.HearAsync<Refusal>(Patience)).Rejection.Code);

        ReplicaStatus renamed = await b.UntilAsync(status => status.Standing == Standing.Active, Patience);

        Assert.Equal(Lies + 1, asked);
        Assert.False(renamed.Identity.Replica.IsBase);
    }

    private static ReplicaId Fresh() => ReplicaId.Base.Child(AcceptStamp.FromTime(TimeProvider.System.GetUtcNow()));

    private void Grant(Func<JoinRequest, ReplicaIdentity> answer) => transport.Listen(async (_, link, _) =>
    {
        ScriptedLink peer = new(link);
        JoinRequest request = await peer.HearAsync<JoinRequest>(Patience);
        await peer.SayAsync(new JoinReply(answer(request)));
        await link.CompleteAsync(Patience);
        await peer.DisposeAsync();
    });
}
