using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Errors;
using Oxbow.Node.Naming;
using Oxbow.Node.Tests.Nodes;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Tests.Links;

/// <summary>Two databases were made of one name: both ends know it, say it once, and know when it is over.</summary>
public sealed class OtherDatabaseTests : IAsyncLifetime
{
    private const int OtherDatabaseMet = 1004;

    private readonly InProcessNetwork network = new();
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
    private readonly WarningLog log = new();
    private TestNode a = null!;
    private InProcessTransport transport = null!;
    private NodeHost b = null!;

    private static NodeOptions Quiet(string name) =>
        TestNode.Options(name) with { Links = new() { LiveFanOut = 0, ExchangePeriod = Timeout.InfiniteTimeSpan } };

    private CancellationToken Patience => limit.Token;

    public async ValueTask InitializeAsync()
    {
        a = await TestNode.StartAsync(network, Quiet("a"));
        transport = network.CreateTransport("b");
        b = new(Quiet("b"), transport, TimeProvider.System, log);
        b.Listen();
        b.Peers.Learn("a", "a");
    }

    public async ValueTask DisposeAsync()
    {
        await b.DisposeAsync();
        await transport.DisposeAsync();
        await a.DisposeAsync();
        limit.Dispose();
    }

    [Fact]
    public async Task Both_ends_show_it_and_the_log_tells_it_once()
    {
        DatabaseHost other = await b.OpenAsync("main", DatabaseSource.Create, Patience);
        Assert.Empty(b.OtherDatabasesOf("a"));
        for (int times = 0; times < 3; times++)
        {
            NodeException refusal = await Assert.ThrowsAsync<NodeException>(() => b.ExchangeAsync("a", Patience));
            Assert.Equal(NodeRefusalCodes.OtherDatabase, refusal.Code);
        }

        PublicDatabaseId ofA = PublicDatabaseId.Of(a.Database.DatabaseId);
        PublicDatabaseId ofB = PublicDatabaseId.Of(other.DatabaseId);
        Assert.Equal([new("main", ofA)], b.OtherDatabasesOf("a"));
        Assert.Equal([new("main", ofB)], a.Host.OtherDatabasesOf("b"));
        Assert.Equal("b", a.Host.Peers.Find("b")?.Address);
        string warning = Assert.Single(log.Of(OtherDatabaseMet));
        Assert.Contains(ofA.ToString(), warning, StringComparison.Ordinal);
        Assert.Contains(ofB.ToString(), warning, StringComparison.Ordinal);
        Assert.DoesNotContain(a.Database.DatabaseId.ToString(), warning, StringComparison.Ordinal);
    }

    /// <summary>Each is told anew when it was over in between.</summary>
    [Fact]
    public async Task It_is_over_when_the_peer_has_the_same_database_again()
    {
        await b.OpenAsync("main", DatabaseSource.Create, Patience);
        for (int round = 1; round <= 2; round++)
        {
            await Assert.ThrowsAsync<NodeException>(() => b.ExchangeAsync("a", Patience));
            Assert.Equal(round, log.Of(OtherDatabaseMet).Count);
            await a.DisposeAsync();
            await using (InProcessTransport same = network.CreateTransport("a"))
            {
                await using NodeHost joined = new(Quiet("a"), same, TimeProvider.System, new WarningLog());
                joined.Listen();
                await joined.OpenAsync("main", DatabaseSource.Join(["b"]), Patience);
                await b.ExchangeAsync("a", Patience);
                Assert.Empty(b.OtherDatabasesOf("a"));
            }

            a = await TestNode.StartAsync(network, Quiet("a"));
        }
    }

    /// <summary>The listener learns it as well: from a dialer that means the same.</summary>
    [Fact]
    public async Task It_is_over_at_the_listener_when_the_dialer_has_the_same_database()
    {
        await using (InProcessTransport other = network.CreateTransport("c"))
        {
            await using NodeHost c = new(Quiet("c"), other, TimeProvider.System, log);
            c.Peers.Learn("a", "a");
            await c.OpenAsync("main", DatabaseSource.Create, Patience);
            await Assert.ThrowsAsync<NodeException>(() => c.ExchangeAsync("a", Patience));
            Assert.Single(a.Host.OtherDatabasesOf("c"));
        }

        await using TestNode mended = await TestNode.StartAsync(network, Quiet("c"), time: null, a);
        await mended.Host.ExchangeAsync("a", Patience);
        Assert.Empty(a.Host.OtherDatabasesOf("c"));
    }

    [Fact]
    public async Task A_replica_in_quarantine_is_granted_no_id_of_another_database()
    {
        DatabaseHost other = await b.OpenAsync("main", DatabaseSource.Create, Patience);
        await b.BlockAsync("a");
        long writes = (await a.StatusAsync()).WriteCount;
        await using InProcessTransport own = network.CreateTransport("peer");
        await using ScriptedLink peer = await ScriptedLink.DialAsync(
            own, "b", LinkPurpose.RetirementHandover, Patience);
        ReplicaStatus before =
            ((StatusRead)await other.AskAsync(new ReadStatus(other.NextRequest(), WithDocumentsHash: false))).Status;
        await peer.ClaimMoreAsync(before, AcceptStamp.FromTime(TimeProvider.System.GetUtcNow()));
        while (other.Standing != Standing.Quarantined)
        {
            Patience.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        b.Unblock("a");
        while (b.OtherDatabasesOf("a").Count == 0)
        {
            Patience.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(Standing.Quarantined, other.Standing);
        Assert.Equal(writes, (await a.StatusAsync()).WriteCount);
    }
}
