using System.Text.Json;
using Oxbow.Storage;

namespace Oxbow.AspNetCore.Tests.Servers;

/// <summary>Several nodes in one process, each reached over HTTP alone.</summary>
public sealed class AdminTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<TestNode> nodes = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (TestNode node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_session_is_refused_where_its_writes_are_missing_and_granted_after_an_exchange()
    {
        (TestNode a, TestNode b) = await PairAsync();
        TestAnswer put = await b.PutAsync("/db/main/c/k", "1", "new");
        Assert.Equal("tentative", put.Text("state"));
        Assert.NotNull(put.Session);

        TestAnswer refused = await a.GetAsync("/db/main/c/k", put.Session);
        Assert.Equal((412, "session_not_satisfied"), (refused.Status, refused.Code));
        JsonElement missing = refused.Json.GetProperty("missing")[0];
        Assert.Equal((await b.StatusAsync()).GetProperty("replica").GetString(), missing.GetProperty("replica").GetString());
        Assert.True(missing.GetProperty("stamp").GetInt64() > 0);
        Assert.Null(refused.Session);
        Assert.Equal("session_not_satisfied", (await a.PutAsync("/db/main/c/k", "2", put.Session)).Code);
        Assert.Equal(404, (await a.GetAsync("/db/main/c/k", "new")).Status);

        await ResumeAsync(a, b);
        JsonElement moved = (await a.PostAsync("/admin/exchange/b")).Json;
        Assert.True(moved.GetProperty("received").GetInt64() >= 0);
        TestAnswer granted = await a.GetAsync("/db/main/c/k", put.Session);
        Assert.Equal((200, "1", "committed"), (granted.Status, granted.Body, granted.Headers["Oxbow-State"]));
        Assert.NotNull(granted.Session);
    }

    [Fact]
    public async Task A_session_by_key_is_refused_that_key_alone_and_never_a_write()
    {
        (TestNode a, TestNode b) = await PairAsync();
        TestAnswer put = await b.PutAsync("/db/main/c/k", "1", "new; scope=key; guarantees=ryw,mr");
        Assert.Equal("session_not_satisfied", (await a.GetAsync("/db/main/c/k", put.Session)).Code);
        Assert.Equal("document_not_found", (await a.GetAsync("/db/main/c/other", put.Session)).Code);
        TestAnswer newer = await a.PutAsync("/db/main/c/k", "2", put.Session);
        Assert.Equal(200, newer.Status);
        Assert.Equal("2", (await a.GetAsync("/db/main/c/k", put.Session)).Body);
        Assert.Equal("session_not_satisfied", (await b.GetAsync("/db/main/c/k", newer.Session)).Code);
    }

    [Theory]
    [InlineData("new;")]
    [InlineData("new; scope")]
    [InlineData("new; scope=document")]
    [InlineData("new; scope=key; scope=key")]
    [InlineData("new; guarantees=")]
    [InlineData("new; guarantees=ryw,rym")]
    [InlineData("new; color=red")]
    public async Task A_session_that_cannot_be_begun_is_refused_with_the_words_that_can(string beginning)
    {
        TestNode a = await StartAsync("a");
        TestAnswer refused = await a.PutAsync("/db/main/c/k", "1", beginning);
        Assert.Equal((400, "invalid"), (refused.Status, refused.Code));
        Assert.Contains("scope=session|key; guarantees=ryw,mr,wfr,mw", refused.Body, StringComparison.Ordinal);
        Assert.Equal(404, (await a.GetAsync("/db/main/c/k")).Status);
    }

    [Fact]
    public async Task A_token_that_is_none_of_this_database_is_refused()
    {
        TestNode a = await StartAsync("a");
        TestNode other = await StartAsync("other");
        string foreign = (await other.PutAsync("/db/main/c/k", "1", "new")).Session!;
        foreach (string token in new[] { "nonsense", "AAAA", foreign, new string('A', 60_000) })
        {
            TestAnswer answer = await a.PutAsync("/db/main/c/k", "1", token);
            Assert.Equal((400, "session_token_invalid"), (answer.Status, answer.Code));
        }

        Assert.Equal(0, (await a.StatusAsync()).GetProperty("writes").GetInt64());
    }

    [Fact]
    public async Task An_exchange_makes_two_nodes_equal()
    {
        (TestNode a, TestNode b) = await PairAsync();
        await a.PutAsync("/db/main/c/a", "1");
        await b.PutAsync("/db/main/c/b", "2");
        TestAnswer paused = await a.PostAsync("/admin/exchange/b");
        Assert.Equal((409, "paused"), (paused.Status, paused.Code));

        await ResumeAsync(a, b);
        await a.PostAsync("/admin/exchange/b");
        await a.PostAsync("/admin/exchange/b");
        JsonElement atA = await a.StatusAsync();
        JsonElement atB = await b.StatusAsync();
        Assert.Equal(4, atA.GetProperty("commitNumber").GetInt64());

        JsonElement[] log = [.. (await a.GetAsync("/db/main/log")).Json.GetProperty("entries").EnumerateArray()];
        Assert.Equal(3, log.Count(entry => entry.GetProperty("arrival").ValueKind == JsonValueKind.Null));
        JsonElement arrival = log.Select(entry => entry.GetProperty("arrival")).Single(arrival => arrival.ValueKind == JsonValueKind.Object);
        Assert.Equal((atB.GetProperty("replica").GetString(), false, 0.0, 0), (
            arrival.GetProperty("from").GetString(),
            arrival.GetProperty("byMail").GetBoolean(),
            arrival.GetProperty("heldBackMilliseconds").GetDouble(),
            arrival.GetProperty("heldBackFor").GetArrayLength()));
        foreach (string member in new[] { "commitNumber", "tentative", "hash", "stateHash" })
        {
            Assert.Equal(atA.GetProperty(member).GetRawText(), atB.GetProperty(member).GetRawText());
        }
    }

    [Fact]
    public async Task A_replica_that_is_lost_is_evicted_and_a_wrong_order_says_why_it_is()
    {
        await using TestNode a = await TestNode.StartAsync("a");
        await using TestNode b = await a.JoinAsync("b");
        await ResumeAsync(a, b);
        await a.PostAsync("/admin/exchange/b");
        string lost = (await b.StatusAsync()).GetProperty("replica").GetString()!;
        string primary = (await a.StatusAsync()).GetProperty("replica").GetString()!;
        Assert.Equal((400, "invalid"), Answer(await a.PostAsync("/admin/databases/main/evictions", "{}")));
        Assert.Equal((400, "invalid"), Answer(await EvictAsync(a, primary)));
        Assert.Equal((409, "not_primary"), Answer(await EvictAsync(b, primary)));
        Assert.Equal((404, "database_not_found"), Answer(await a.PostAsync("/admin/databases/other/evictions", "{}")));

        TestAnswer evicted = await EvictAsync(a, lost);
        Assert.Equal((200, "committed", "applied"), (evicted.Status, evicted.Text("state"), evicted.Text("outcome")));
        Assert.Single((await a.StatusAsync()).GetProperty("replicas").EnumerateArray());
        Assert.Equal((400, "invalid"), Answer(await EvictAsync(a, lost)));
        JsonElement last = (await a.GetAsync("/db/main/log")).Json.GetProperty("entries").EnumerateArray().Last();
        Assert.Equal("eviction", last.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task The_level_is_raised_once_every_node_executes_it_and_the_refusal_names_those_that_do_not()
    {
        ServerOptions options = TestNode.Options("a");
        await using TestNode a = await TestNode.StartAsync(options with { Node = options.Node with { Replica = new() { SupportedLevel = 2 } } });
        await using TestNode b = await a.JoinAsync("b");
        Assert.Equal((400, "invalid"), Answer(await a.PostAsync("/admin/level/main", "{\"level\":\"2\"}")));
        TestAnswer refused = await a.PostAsync("/admin/level/main", "{\"level\":2}");
        Assert.Equal((409, "level_not_supported"), Answer(refused));
        Assert.Contains("b (", refused.Text("detail"), StringComparison.Ordinal);
        Assert.Equal((404, "database_not_found"), Answer(await a.PostAsync("/admin/level/other", "{\"level\":2}")));

        await ResumeAsync(a, b);
        await b.PostAsync("/admin/retire", "{\"to\":\"a\"}");
        TestAnswer raised = await a.PostAsync("/admin/level/main", "{\"level\":2}");
        Assert.Equal((200, "committed"), (raised.Status, raised.Text("state")));
        JsonElement status = await a.StatusAsync();
        Assert.Equal((2, 2, false, "a"), (
            status.GetProperty("level").GetInt32(),
            status.GetProperty("supportedLevel").GetInt32(),
            status.GetProperty("belowLevel").GetBoolean(),
            status.GetProperty("primaryNode").GetString()));
        JsonElement known = status.GetProperty("replicas").EnumerateArray().Single();
        Assert.Equal(("a", 2), (known.GetProperty("node").GetString(), known.GetProperty("supportedLevel").GetInt32()));
    }

    [Fact]
    public async Task Nothing_passes_a_blocked_link_until_it_is_restored()
    {
        (TestNode a, TestNode b) = await PairAsync();
        Assert.Equal(204, (await a.PutAsync("/admin/links/b", """{"blocked":true}""")).Status);
        await ResumeAsync(a, b);
        TestAnswer here = await a.PostAsync("/admin/exchange/b");
        TestAnswer there = await b.PostAsync("/admin/exchange/a");
        Assert.Equal((409, "link_blocked", 409, "link_blocked"), (here.Status, here.Code, there.Status, there.Code));
        Assert.True((await a.GetAsync("/admin/status")).Json.GetProperty("peers")[0].GetProperty("blocked").GetBoolean());

        Assert.Equal(204, (await a.PutAsync("/admin/links/b", """{"blocked":false}""")).Status);
        Assert.Equal(200, (await b.PostAsync("/admin/exchange/a")).Status);
    }

    [Fact]
    public async Task The_node_tells_of_itself_and_its_peers()
    {
        (TestNode a, TestNode b) = await PairAsync();
        JsonElement status = (await a.GetAsync("/admin/status")).Json;
        Assert.Equal(("a", true, Environment.ProcessId), (
            status.GetProperty("name").GetString(), status.GetProperty("paused").GetBoolean(), status.GetProperty("processId").GetInt32()));
        Assert.Equal(a.Server.ClientAddress, new Uri(status.GetProperty("clientAddress").GetString()!));
        Assert.Equal(a.Server.PeerAddress, status.GetProperty("peerAddress").GetString());
        Assert.Equal("main", status.GetProperty("databases")[0].GetProperty("database").GetString());
        JsonElement peer = status.GetProperty("peers")[0];
        Assert.Equal(("b", b.Server.PeerAddress, false), (
            peer.GetProperty("name").GetString(), peer.GetProperty("address").GetString(), peer.GetProperty("live").GetBoolean()));
        await a.PostAsync("/admin/resume");
        Assert.False((await a.GetAsync("/admin/status")).Json.GetProperty("paused").GetBoolean());
        await a.PostAsync("/admin/pause");
        Assert.True((await a.GetAsync("/admin/status")).Json.GetProperty("paused").GetBoolean());
    }

    [Theory]
    [InlineData("PUT", "/admin/peers/x", "{}", 400, "invalid")]
    [InlineData("PUT", "/admin/peers/x", """{"address":"nowhere"}""", 400, "invalid")]
    [InlineData("PUT", "/admin/peers/x", """{"address":7}""", 400, "invalid")]
    [InlineData("PUT", "/admin/peers/a", """{"address":"127.0.0.1:1"}""", 400, "invalid")]
    [InlineData("PUT", "/admin/links/x", "", 400, "invalid")]
    [InlineData("PUT", "/admin/links/x", "{", 400, "invalid")]
    [InlineData("PUT", "/admin/links/x", """{"blocked":1}""", 400, "invalid")]
    [InlineData("POST", "/admin/retire", "7", 400, "invalid")]
    [InlineData("POST", "/admin/retire", """{"to":7}""", 400, "invalid")]
    [InlineData("POST", "/admin/retire", "", 503, "no_peer_reachable")]
    [InlineData("POST", "/admin/retire", """{"to":"x"}""", 503, "no_peer_reachable")]
    [InlineData("POST", "/admin/exchange/nobody", "", 404, "unknown_peer")]
    [InlineData("GET", "/admin/pause", "", 405, "method_not_allowed")]
    public async Task Orders_that_cannot_be_carried_out_say_why(string method, string path, string body, int status, string code)
    {
        TestNode a = await StartAsync("a");
        await a.PostAsync("/admin/resume");
        TestAnswer answer = await a.SendAsync(new HttpMethod(method), path, System.Text.Encoding.UTF8.GetBytes(body));
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(200, (await a.PutAsync("/db/main/c/k", "1")).Status);
    }

    [Fact]
    public async Task A_peer_that_has_gone_is_unreachable()
    {
        (TestNode a, TestNode b) = await PairAsync();
        await a.PostAsync("/admin/resume");
        await b.Server.DisposeAsync();
        nodes.Remove(b);
        TestAnswer answer = await a.PostAsync("/admin/exchange/b");
        Assert.Equal((503, "peer_unreachable"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_retiring_primary_hands_over_and_ends()
    {
        (TestNode a, TestNode b) = await PairAsync();
        await a.PutAsync("/db/main/c/k", "1");
        TestAnswer retired = await a.PostAsync("/admin/retire", """{"to":"b"}""");
        Assert.Equal((200, "b"), (retired.Status, retired.Text("toldPeer")));
        await a.Server.Ended.WaitAsync(Patience);

        JsonElement status = await b.StatusAsync();
        Assert.True(status.GetProperty("primary").GetBoolean());
        Assert.Equal("1", (await b.GetAsync("/db/main/c/k?view=committed")).Body);
        Assert.Equal("committed", (await b.PutAsync("/db/main/c/l", "2")).Text("state"));
        TestAnswer late = await a.PutAsync("/db/main/c/m", "3");
        Assert.Equal((503, "retired"), (late.Status, late.Code));
        Assert.True(late.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public async Task Health_tells_of_a_node_that_serves()
    {
        TestNode a = await StartAsync("a");
        Assert.Equal(200, (await a.GetAsync("/health/live")).Status);
        Assert.Equal(200, (await a.GetAsync("/health/ready")).Status);
    }

    [Fact]
    public async Task Data_are_there_after_a_restart_and_nobody_else_gets_at_the_folder()
    {
        string folder = Directory.CreateTempSubdirectory("oxbow-server-").FullName;
        try
        {
            await using (TestNode first = await TestNode.StartAsync(TestNode.Options("a", folder)))
            {
                await first.PutAsync("/db/main/c/k", "1");
                await Assert.ThrowsAsync<FolderInUseException>(() => TestNode.StartAsync(TestNode.Options("a", folder)));
            }

            await using TestNode second = await TestNode.StartAsync(TestNode.Options("a", folder));
            Assert.Equal("1", (await second.GetAsync("/db/main/c/k")).Body);
            Assert.Equal(2, (await second.PutAsync("/db/main/c/l", "2")).Json.GetProperty("commitNumber").GetInt64());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Two_databases_of_one_node_are_apart()
    {
        TestNode node = await TestNode.StartAsync(TestNode.Options("a") with { Databases = ["main", "second"] });
        nodes.Add(node);
        await node.PutAsync("/db/main/c/k", "1");
        Assert.Equal(404, (await node.GetAsync("/db/second/c/k")).Status);
        string token = (await node.GetAsync("/db/main/c/k", "new")).Session!;
        Assert.Equal("session_token_invalid", (await node.GetAsync("/db/second/c/k", token)).Code);
    }

    [Fact]
    public void Options_name_every_fault()
    {
        ServerOptions options = TestNode.Options("a") with
        {
            Databases = ["-bad", "-bad"],
            JoinAddresses = ["nowhere"],
            Peers = new Dictionary<string, string> { ["a"] = "127.0.0.1:1" },
            MaximumConnections = 0,
        };
        Assert.Equal(7, options.Validate().Count);
        Assert.Empty(TestNode.Options("a").Validate());
    }

    [Fact]
    public async Task A_primary_moves_and_is_replaced_and_the_old_one_follows()
    {
        const string Path = "/admin/databases/main/primary";
        (TestNode a, TestNode b) = await PairAsync();
        await ResumeAsync(a, b);
        await a.PostAsync("/admin/exchange/b");
        string replicaOfB = (await b.GetAsync(Path)).Text("replica");
        TestAnswer moved = await a.PostAsync(Path, $$"""{"moveTo":"{{replicaOfB}}"}""");
        Assert.Equal((200, replicaOfB, false), (moved.Status, moved.Text("primary"), moved.Json.GetProperty("isHere").GetBoolean()));
        await a.PostAsync("/admin/exchange/b");
        Assert.True((await b.GetAsync(Path)).Json.GetProperty("isHere").GetBoolean());

        TestAnswer mistaken = await a.PostAsync(Path, """{"takeOverFrom":"base"}""");
        Assert.Equal((409, "not_primary"), (mistaken.Status, mistaken.Code));
        TestAnswer taken = await a.PostAsync(Path, $$"""{"takeOverFrom":"{{replicaOfB}}"}""");
        Assert.Equal((200, "base", 1), (taken.Status, taken.Text("primary"), taken.Json.GetProperty("epoch").GetInt32()));
        TestAnswer write = await b.PutAsync("/db/main/c/k", "1");
        Assert.Equal("committed", write.Text("state"));
        await a.PostAsync("/admin/exchange/b");
        await a.PostAsync("/admin/exchange/b");
        (JsonElement atA, JsonElement atB) = (await a.StatusAsync(), await b.StatusAsync());
        Assert.Equal(atA.GetProperty("hash").GetString(), atB.GetProperty("hash").GetString());
        Assert.Equal((false, "base", 0), (
            atB.GetProperty("primary").GetBoolean(),
            atB.GetProperty("primaryReplica").GetString(),
            atB.GetProperty("tentative").GetInt32()));
        Assert.Equal("committed", (await a.GetAsync("/db/main/c/k")).Headers["Oxbow-State"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"moveTo":"base","takeOverFrom":"base"}""")]
    [InlineData("""{"moveTo":"nobody"}""")]
    [InlineData("""{"moveTo":"oslo"}""")]
    [InlineData("""{"takeOverFrom":7}""")]
    public async Task An_order_about_the_primary_that_says_nothing_sensible_is_refused(string body)
    {
        TestNode a = await StartAsync("a");
        TestAnswer refused = await a.PostAsync("/admin/databases/main/primary", body);
        Assert.Equal((400, "invalid"), (refused.Status, refused.Code));
        Assert.Equal("database_not_found", (await a.GetAsync("/admin/databases/other/primary")).Code);
        Assert.True((await a.GetAsync("/admin/databases/main/primary")).Json.GetProperty("isHere").GetBoolean());
    }

    private async Task<TestNode> StartAsync(string name)
    {
        TestNode node = await TestNode.StartAsync(name);
        nodes.Add(node);
        return node;
    }

    private async Task<(TestNode A, TestNode B)> PairAsync()
    {
        TestNode a = await StartAsync("a");
        TestNode b = await a.JoinAsync("b");
        nodes.Add(b);
        return (a, b);
    }

    private static (int Status, string? Code) Answer(TestAnswer answer) => (answer.Status, answer.Code);

    private static Task<TestAnswer> EvictAsync(TestNode asked, string replica) =>
        asked.PostAsync("/admin/databases/main/evictions", $"{{\"replica\":\"{replica}\"}}");

    private static async Task ResumeAsync(params TestNode[] paused)
    {
        foreach (TestNode node in paused)
        {
            Assert.Equal(204, (await node.PostAsync("/admin/resume")).Status);
        }
    }
}
