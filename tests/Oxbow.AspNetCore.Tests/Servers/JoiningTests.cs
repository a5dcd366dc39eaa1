using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Oxbow.Node.Links;
using Oxbow.Node.Naming;

namespace Oxbow.AspNetCore.Tests.Servers;

/// <summary>
/// What a server tells of databases that it waits to join, and of peers with others of the same name.
/// </summary>
public sealed class JoiningTests : IAsyncLifetime
{
    private readonly List<TestNode> nodes = [];
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));

    private static LinkPolicyOptions Quiet => new() { LiveFanOut = 0, ExchangePeriod = Timeout.InfiniteTimeSpan };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (TestNode node in nodes)
        {
            await node.DisposeAsync();
        }

        limit.Dispose();
    }

    [Fact]
    public async Task A_server_that_waits_says_so_at_every_door_and_serves_once_it_has_joined()
    {
        int port = FreePort();
        string nobody = $"127.0.0.1:{FreePort()}";
        ServerOptions options = TestNode.Options("b") with
        {
            Create = false,
            Listen = new(IPAddress.Loopback, port),
            JoinAddresses = [nobody],
            PeerListen = new(IPAddress.Loopback, FreePort()),
        };
        Task<TestNode> starting = TestNode.StartAsync(options);
        using HttpClient client = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
        JsonElement joining = await UntilAsync(
            client, status => status.GetProperty("joining"), one => one.GetArrayLength() > 0
            && one[0].GetProperty("refusals").GetArrayLength() > 0);
        Assert.Equal("main", joining[0].GetProperty("database").GetString());
        Assert.Equal("joining", joining[0].GetProperty("state").GetString());
        Assert.Equal(nobody, joining[0].GetProperty("refusals")[0].GetProperty("address").GetString());

        (int status, JsonElement ready) = await GetAsync(client, "/health/ready");
        Assert.Equal((503, false), (status, ready.GetProperty("healthy").GetBoolean()));
        Assert.Contains(nobody, ready.GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(200, (await GetAsync(client, "/health/live")).Status);
        (status, JsonElement refusal) = await GetAsync(client, "/db/main/c/k");
        Assert.Equal((503, "joining"), (status, refusal.GetProperty("code").GetString()));
        Assert.False(starting.IsCompleted);

        // Whom to ask is learned while it waits.
        nodes.Add(await TestNode.StartAsync("a"));
        using HttpResponseMessage known = await client.PutAsync(
            new Uri("/admin/peers/a", UriKind.Relative),
            new StringContent($$"""{"address":"{{nodes[0].Server.PeerAddress}}"}""", encoding: null, "application/json"));
        Assert.Equal(HttpStatusCode.NoContent, known.StatusCode);
        nodes.Add(await starting.WaitAsync(limit.Token));
        Assert.Equal(
            (200, 0),
            (
                (await nodes[1].GetAsync("/health/ready")).Status,
                (await nodes[1].GetAsync("/health/ready")).Json.GetProperty("reasons").GetArrayLength()));
        Assert.Equal(DatabaseIdOf(await nodes[0].GetAsync("/admin/status")), DatabaseIdOf(
            await nodes[1].GetAsync("/admin/status")));
    }

    [Fact]
    public async Task Starting_can_be_given_up_while_it_waits()
    {
        using CancellationTokenSource givingUp = new();
        int port = FreePort();
        ServerOptions options = TestNode.Options("b") with
        {
            Create = false,
            Listen = new(IPAddress.Loopback, port),
            JoinAddresses = [$"127.0.0.1:{FreePort()}"],
        };
        Task<OxbowServer> starting = OxbowServer.StartAsync(options, configureLogging: null, givingUp.Token);
        using HttpClient client = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
        await UntilAsync(client, status => status.GetProperty("joining"), joining => joining.GetArrayLength() > 0);
        await givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting.WaitAsync(limit.Token));
    }

    [Fact]
    public async Task A_peer_with_another_database_of_the_name_is_shown_at_both_ends_until_it_is_mended()
    {
        TestNode a = await StartAsync(TestNode.Options("a"));
        TestNode b = await StartAsync(TestNode.Options("b"));
        a.Server.Node.Peers.Learn("b", b.Server.PeerAddress);
        Assert.Equal(
            0,
            (await a.GetAsync("/admin/status")).Json.GetProperty("peers")[0].GetProperty("otherDatabases")
                .GetArrayLength());

        Assert.Equal((503, "other_database"), (
            (await a.PostAsync("/admin/exchange/b")).Status, (await a.PostAsync("/admin/exchange/b")).Code));
        TestAnswer statusOfA = await a.GetAsync("/admin/status");
        TestAnswer statusOfB = await b.GetAsync("/admin/status");
        Assert.Equal(("main", DatabaseIdOf(statusOfB)), OtherOf(statusOfA));
        Assert.Equal(("main", DatabaseIdOf(statusOfA)), OtherOf(statusOfB));
        foreach (TestNode node in nodes)
        {
            string secret = node.Server.Node.Find("main")!.DatabaseId.ToString();
            Assert.DoesNotContain(secret, statusOfA.Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret, statusOfB.Body, StringComparison.OrdinalIgnoreCase);
        }

        TestNode mended = await StartAsync(
            TestNode.Options("b") with { Create = false, JoinAddresses = [a.Server.PeerAddress] });
        a.Server.Node.Peers.Learn("b", mended.Server.PeerAddress);
        Assert.Equal(200, (await a.PostAsync("/admin/exchange/b")).Status);
        Assert.Equal(
            0,
            (await a.GetAsync("/admin/status")).Json.GetProperty("peers")[0].GetProperty("otherDatabases")
                .GetArrayLength());
    }

    [Fact]
    public void One_id_is_not_that_of_two_databases()
    {
        ServerOptions options = TestNode.Options("a") with { DatabaseId = PublicDatabaseId.TryParse("ffeeddccbbaa99887766554433221100") };
        Assert.Empty(options.Validate());
        Assert.Contains(
            "DatabaseId",
            Assert.Single((options with { Databases = ["one", "two"] }).Validate()),
            StringComparison.Ordinal);
    }

    private static string DatabaseIdOf(TestAnswer status) =>
        status.Json.GetProperty("databases")[0].GetProperty("databaseId").GetString()!;

    private static (string? Database, string? Id) OtherOf(TestAnswer status)
    {
        JsonElement other = status.Json.GetProperty("peers")[0].GetProperty("otherDatabases")[0];
        return (other.GetProperty("database").GetString(), other.GetProperty("databaseId").GetString());
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<(int Status, JsonElement Json)> GetAsync(HttpClient client, string path)
    {
        using HttpResponseMessage answer = await client.GetAsync(new Uri(path, UriKind.Relative), limit.Token);
        return (
            (int)answer.StatusCode,
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync(limit.Token)).RootElement);
    }

    /// <summary>Asks for the status of a server that starts until a part of it is so.</summary>
    private async Task<JsonElement> UntilAsync(
        HttpClient client, Func<JsonElement, JsonElement> part, Func<JsonElement, bool> holds)
    {
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            try
            {
                JsonElement found = part((await GetAsync(client, "/admin/status")).Json);
                if (holds(found))
                {
                    return found;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Yield();
        }
    }

    private async Task<TestNode> StartAsync(ServerOptions options)
    {
        TestNode node = await TestNode.StartAsync(
            options with { Node = options.Node with { StartPaused = false, Links = Quiet } });
        nodes.Add(node);
        return node;
    }
}
