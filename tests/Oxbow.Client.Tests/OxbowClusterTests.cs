using Oxbow.AspNetCore;
using Oxbow.Node.States;

namespace Oxbow.Client.Tests;

public sealed class OxbowClusterTests : IAsyncLifetime
{
    private readonly List<OxbowServer> servers = [];
    private readonly Dictionary<string, string> names = [];
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));

    private CancellationToken Patience => patience.Token;

    public async ValueTask InitializeAsync()
    {
        servers.Add(await TestServer.StartAsync("a"));
        servers.Add(await TestServer.StartAsync("b", servers[0]));
        servers.Add(await TestServer.StartAsync("c", servers[0], servers[1]));
        foreach (OxbowServer server in servers)
        {
            names[(await new OxbowClient(server.ClientAddress).StatusAsync(Patience)).Replica] = server.Node.Name;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
        patience.Dispose();
    }

    [Fact]
    public async Task Active_nodes_are_preferred_and_overloaded_ones_taken_when_none_is_left()
    {
        await using OxbowCluster cluster = Cluster();
        await servers[0].Node.SetStateAsync(NodeState.Overloaded);
        await servers[1].Node.SetStateAsync(NodeState.Offline);
        await cluster.Nodes.RefreshAsync(Patience);
        Assert.Equal([Address(2), Address(0), Address(1)], await cluster.Nodes.CandidatesAsync(preferred: null, Patience));
        Assert.Equal("c", await ServedByAsync(cluster, session: null));

        await servers[2].Node.SetStateAsync(NodeState.Offline);
        Assert.Equal("a", await ServedByAsync(cluster, session: null));
    }

    [Fact]
    public async Task A_session_stays_with_an_overloaded_node_and_moves_with_its_token_when_that_is_offline()
    {
        await using OxbowCluster cluster = Cluster();
        ClientSession session = new();
        Assert.Equal("a", await ServedByAsync(cluster, session));
        await servers[0].Node.SetStateAsync(NodeState.Overloaded);
        await cluster.Nodes.RefreshAsync(Patience);
        Assert.Equal("a", await ServedByAsync(cluster, session));
        Assert.Equal("b", await ServedByAsync(cluster, session: null));

        await servers[0].Node.ExchangeAsync("b", Patience);
        await servers[0].Node.SetStateAsync(NodeState.Offline);
        Assert.Equal("b", await ServedByAsync(cluster, session));
        await servers[0].Node.SetStateAsync(null);
        await cluster.Nodes.RefreshAsync(Patience);
        Assert.Equal("b", await ServedByAsync(cluster, session));
    }

    [Fact]
    public async Task Clients_are_served_while_one_node_lives()
    {
        await using OxbowCluster cluster = Cluster();
        await cluster.Nodes.RefreshAsync(Patience);
        await servers[0].DisposeAsync();
        await servers[1].DisposeAsync();
        servers.RemoveRange(0, 2);
        WriteReceipt receipt = await cluster.Database().WriteAsync([Put("k")], cancellation: Patience);
        Assert.Equal(WriteState.Tentative, receipt.Accepted.State);
        Assert.NotNull(await cluster.Database().GetAsync("c", "k", cancellation: Patience));
    }

    [Fact]
    public async Task Nodes_are_found_by_asking_one_that_is_known()
    {
        await servers[2].Node.ExchangeAsync("a", Patience);
        await servers[1].Node.ExchangeAsync("a", Patience);
        await using OxbowCluster cluster = new(servers[2].ClientAddress);
        await cluster.Nodes.RefreshAsync(Patience);
        Assert.Equal(servers.Select(server => server.ClientAddress).ToHashSet(), cluster.Nodes.All.Select(known => known.Node).ToHashSet());
        Assert.All(cluster.Nodes.All, known => Assert.Equal(NodeCondition.Active, known.Condition));
    }

    [Fact]
    public async Task A_replica_that_lacks_writes_of_a_session_refuses_or_is_passed_over_or_fetches_them()
    {
        OxbowClient a = new(servers[0].ClientAddress);
        OxbowClient b = new(servers[1].ClientAddress);
        ClientSession session = new();
        await a.PutAsync("c", "k", "1"u8.ToArray(), session, Patience);
        SessionNotSatisfiedException refused = await Assert.ThrowsAsync<SessionNotSatisfiedException>(() => b.GetAsync("c", "k", session: session, cancellation: Patience));
        Assert.Equal("base", Assert.Single(refused.Missing).Replica);

        await using OxbowCluster behind = new(new OxbowClientOptions { Nodes = [Address(1), Address(2), Address(0)], DiscoversNodes = false });
        await Assert.ThrowsAsync<SessionNotSatisfiedException>(
            () => behind.Database().GetAsync("c", "k", session: new(session.Token), cancellation: Patience));
        Assert.NotNull(await behind.Database().GetAsync("c", "k", session: new ClientSession(session.Token).Moving(), cancellation: Patience));

        Assert.NotNull(await b.GetAsync("c", "k", session: session.WaitingUpTo(TimeSpan.FromSeconds(30)), cancellation: Patience));
    }

    [Fact]
    public async Task A_change_feed_goes_on_at_another_node()
    {
        await using OxbowCluster cluster = Cluster();
        OxbowClient a = new(servers[0].ClientAddress);
        long seen = (await a.StatusAsync(Patience)).CommitNumber;
        await using IAsyncEnumerator<LogEntry> changes = cluster.Database().ChangesAsync(seen, Patience).GetAsyncEnumerator(Patience);
        Task<bool> next = changes.MoveNextAsync().AsTask();
        await a.PutAsync("c", "1", "1"u8.ToArray(), cancellation: Patience);
        Assert.True(await next);
        next = changes.MoveNextAsync().AsTask();
        await a.PutAsync("c", "2", "1"u8.ToArray(), cancellation: Patience);
        await servers[0].Node.ExchangeAsync("b", Patience);
        Assert.True(await next);
        await servers[0].Node.SetStateAsync(NodeState.Offline);
        await servers[0].Node.SetStateAsync(null);
        next = changes.MoveNextAsync().AsTask();
        await a.PutAsync("c", "3", "1"u8.ToArray(), cancellation: Patience);
        await servers[0].Node.ExchangeAsync("b", Patience);
        Assert.True(await next);
        Assert.Equal((seen + 3, "3"), (changes.Current.CommitNumber, changes.Current.Updates![0].Key));
    }

    [Fact]
    public void Options_with_faults_are_refused_with_all_of_them()
    {
        OxbowClientOptions options = new() { Nodes = [], RefreshPeriod = TimeSpan.Zero };
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new OxbowCluster(options));
        Assert.Contains("Nodes", refused.Message, StringComparison.Ordinal);
        Assert.Contains("RefreshPeriod", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A client that asks for states only when the test says so.</summary>
    private OxbowCluster Cluster() => new(new OxbowClientOptions
    {
        Nodes = [.. servers.Select(server => server.ClientAddress)],
        DiscoversNodes = false,
        RefreshPeriod = TimeSpan.FromDays(1),
        StateTimeout = TimeSpan.FromSeconds(30),
    });

    private Uri Address(int index) => servers[index].ClientAddress;

    private static Update Put(string key) => Update.PutDocument("c", key, System.Text.Json.JsonSerializer.SerializeToElement(1));

    /// <summary>Writes, and tells which node accepted it.</summary>
    private async Task<string> ServedByAsync(OxbowCluster cluster, ClientSession? session)
    {
        WriteReceipt receipt = await cluster.Database().WriteAsync([Put("k")], session, Patience);
        return names[receipt.Write.Split('@', 2)[1]];
    }
}
