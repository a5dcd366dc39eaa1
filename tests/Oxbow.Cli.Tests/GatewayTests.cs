using System.Net;
using System.Text;
using Oxbow.AspNetCore;
using Oxbow.Cli.Gateway;
using Oxbow.Client;
using Oxbow.Node;

namespace Oxbow.Cli.Tests;

public sealed class GatewayTests : IAsyncLifetime
{
    private readonly List<OxbowServer> servers = [];
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
    private readonly HttpClient http = new();
    private GatewayServer gateway = null!;

    private CancellationToken Patience => patience.Token;

    public async ValueTask InitializeAsync()
    {
        servers.Add(await StartAsync("a"));
        servers.Add(await StartAsync("b", servers[0]));

        // Nodes look for peers when they open, and then not for a day: they were paused at that moment.
        servers.ForEach(server => server.Node.Resume());
        servers[0].Node.Peers.Learn("b", servers[1].PeerAddress);
        OxbowClientOptions options = new()
        {
            Nodes = [.. servers.Select(server => server.ClientAddress)],
            DiscoversNodes = false,
            RefreshPeriod = TimeSpan.FromDays(1),
            StateTimeout = TimeSpan.FromSeconds(30),
        };
        gateway = await GatewayServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), options, Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
        http.Dispose();
        patience.Dispose();
    }

    [Fact]
    public async Task Calls_reach_a_node_as_they_were_made_and_answers_come_back_whole()
    {
        using HttpResponseMessage put = await SendAsync(HttpMethod.Put, "/db/main/c/a%2Fb", "[1,  2]");
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using HttpResponseMessage get = await SendAsync(HttpMethod.Get, "/db/main/c/a%2Fb?view=committed");
        Assert.Equal("[1,  2]", await get.Content.ReadAsStringAsync(Patience));
        Assert.Equal("committed", Assert.Single(get.Headers.GetValues("Oxbow-State")));
        Assert.Equal("application/json", get.Content.Headers.ContentType!.MediaType);
        using HttpResponseMessage scan = await SendAsync(HttpMethod.Get, "/db/main/c?prefix=a");
        Assert.Contains("a/b", await scan.Content.ReadAsStringAsync(Patience), StringComparison.Ordinal);
        using HttpResponseMessage refused = await SendAsync(HttpMethod.Get, "/db/main/c/none");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        using HttpResponseMessage admin = await SendAsync(HttpMethod.Post, "/admin/pause");
        Assert.Equal(HttpStatusCode.NotFound, admin.StatusCode);
        Assert.False(servers[0].Node.IsPaused);
    }

    [Fact]
    public async Task A_session_stays_with_its_node_and_moves_when_that_is_offline()
    {
        using HttpResponseMessage first = await SendAsync(HttpMethod.Put, "/db/main/c/k", "1", session: "new");
        string token = Assert.Single(first.Headers.GetValues("Oxbow-Session"));
        OxbowServer home = await HasAsync(servers[0]) ? servers[0] : servers[1];
        OxbowServer other = home == servers[0] ? servers[1] : servers[0];
        for (int call = 0; call < 4; call++)
        {
            using HttpResponseMessage read = await SendAsync(HttpMethod.Get, "/db/main/c/k", session: token);
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        }

        await home.Node.ExchangeAsync(other.Node.Name, Patience);
        await home.Node.SetStateAsync(Node.States.NodeState.Offline);
        using HttpResponseMessage moved = await SendAsync(HttpMethod.Get, "/db/main/c/k", session: token);
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        string next = Assert.Single(moved.Headers.GetValues("Oxbow-Session"));
        Assert.NotEqual(token.Split('.')[1], next.Split('.')[1]);
        Assert.NotNull(await new OxbowClient(other.ClientAddress).GetAsync("c", "k", session: new ClientSession(next), cancellation: Patience));
    }

    [Fact]
    public async Task Writes_go_on_while_one_node_lives_and_are_refused_when_none_does()
    {
        await gateway.Nodes.RefreshAsync(Patience);
        await servers[0].DisposeAsync();
        using HttpResponseMessage put = await SendAsync(HttpMethod.Put, "/db/main/c/k", "1");
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.True(await HasAsync(servers[1]));
        await servers[1].DisposeAsync();
        servers.Clear();
        using HttpResponseMessage refused = await SendAsync(HttpMethod.Put, "/db/main/c/k", "1");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("no_node_reachable", await refused.Content.ReadAsStringAsync(Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_of_changes_passes_as_it_comes()
    {
        OxbowClient through = new(gateway.Address);
        long seen = (await through.StatusAsync(Patience)).CommitNumber;
        await using IAsyncEnumerator<LogEntry> changes = through.ChangesAsync(seen, Patience).GetAsyncEnumerator(Patience);
        Task<bool> next = changes.MoveNextAsync().AsTask();
        await through.PutAsync("c", "k", "1"u8.ToArray(), cancellation: Patience);
        Assert.True(await next);
        Assert.Equal(seen + 1, changes.Current.CommitNumber);
    }

    [Fact]
    public async Task A_body_that_no_node_takes_is_refused()
    {
        using HttpResponseMessage refused = await SendAsync(HttpMethod.Post, "/db/main/writes", new string(' ', GatewayLimits.BodyBytes + 1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
    }

    private static Task<OxbowServer> StartAsync(string name, OxbowServer? known = null) => OxbowServer.StartAsync(
        new ServerOptions
        {
            Node = new NodeOptions
            {
                Name = name,
                DataFolder = null,
                StartPaused = true,
                Links = new() { LiveFanOut = 0, ExchangePeriod = TimeSpan.FromDays(1), ReviewPeriod = TimeSpan.FromDays(1) },
            },
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            PeerListen = new IPEndPoint(IPAddress.Loopback, 0),
            Create = known is null,
            JoinAddresses = known is null ? [] : [known.PeerAddress],
            Peers = known is null ? [] : new Dictionary<string, string> { [known.Node.Name] = known.PeerAddress },
        },
        configureLogging: null,
        CancellationToken.None);

    private async Task<bool> HasAsync(OxbowServer server) =>
        await new OxbowClient(server.ClientAddress).GetAsync("c", "k", cancellation: Patience) is not null;

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string? session = null)
    {
        Uri target = new(gateway.Address.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using HttpRequestMessage request = new(method, target);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (session is not null)
        {
            request.Headers.Add("Oxbow-Session", session);
        }

        return await http.SendAsync(request, Patience);
    }
}
