using System.Text.Json;

namespace Oxbow.AspNetCore.Tests.Servers;

public sealed class WaitingTests : IAsyncLifetime
{
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
    private TestNode a = null!;
    private TestNode b = null!;

    public async ValueTask InitializeAsync()
    {
        a = await TestNode.StartAsync("a");
        b = await a.JoinAsync("b");
        a.Server.Node.Resume();
        b.Server.Node.Resume();
    }

    public async ValueTask DisposeAsync()
    {
        await b.DisposeAsync();
        await a.DisposeAsync();
        patience.Dispose();
    }

    [Fact]
    public async Task A_question_for_a_fate_is_answered_when_the_write_is_committed()
    {
        string write = (await b.PutAsync("/db/main/c/k", "1")).Text("write");
        TestAnswer fate = await b.GetAsync($"/db/main/writes/{write}?wait=50");
        Assert.Equal((200, "committed"), (fate.Status, fate.Text("state")));
        Assert.Equal((400, "invalid"), await RefusedAsync(b.GetAsync($"/db/main/writes/{write}?wait=soon")));
    }

    [Fact]
    public async Task A_read_waits_for_the_writes_of_its_session()
    {
        string session = (await a.PutAsync("/db/main/c/k", "1", session: "new")).Session!;
        TestAnswer read = await b.GetAsync("/db/main/c/k", session, wait: "50");
        Assert.Equal((200, "1"), (read.Status, read.Body));
    }

    [Fact]
    public async Task A_wait_has_an_end()
    {
        await b.Server.Node.PauseAsync();
        string session = (await a.PutAsync("/db/main/c/k", "1", session: "new")).Session!;
        Assert.Equal((412, "session_not_satisfied"), await RefusedAsync(b.GetAsync("/db/main/c/k", session, wait: "0.05")));
        Assert.Equal((400, "invalid"), await RefusedAsync(b.GetAsync("/db/main/c/k", session, wait: "-1")));
    }

    [Fact]
    public async Task Changes_are_events_that_a_reader_can_resume_from()
    {
        await a.PutAsync("/db/main/c/k", "{\n\"n\": 1}");
        await a.PutAsync("/db/main/c/l", "2");
        long first = (await a.GetAsync("/db/main/log")).Json.GetProperty("entries").EnumerateArray()
            .Single(entry => entry.GetRawText().Contains("\"k\"", StringComparison.Ordinal)).GetProperty("commitNumber").GetInt64();
        List<string> lines = await ReadLinesAsync(6, $"/db/main/changes?after={first - 1}");
        Assert.Equal([$"id: {first}", "event: write"], lines[..2]);
        Assert.StartsWith("data: ", lines[2], StringComparison.Ordinal);
        JsonElement told = JsonDocument.Parse(lines[2]["data: ".Length..]).RootElement;
        Assert.Equal(1, told.GetProperty("updates")[0].GetProperty("put").GetProperty("n").GetInt32());
        Assert.Equal(["", $"id: {first + 1}", "event: write"], lines[3..]);
        Assert.Equal([$"id: {first + 1}"], await ReadLinesAsync(1, "/db/main/changes", lastEvent: $"{first}"));
    }

    [Fact]
    public async Task A_node_tells_its_state_and_serves_no_clients_when_it_is_offline()
    {
        Assert.Equal("active", (await a.GetAsync("/state")).Text("state"));
        Assert.Equal(204, (await a.SendAsync(HttpMethod.Put, "/admin/state", """{"state":"offline"}"""u8.ToArray())).Status);
        Assert.Equal((503, "offline"), await RefusedAsync(a.GetAsync("/db/main/c/k")));
        Assert.Equal(503, (await a.GetAsync("/health/ready")).Status);
        Assert.Equal(200, (await a.GetAsync("/health/live")).Status);
        JsonElement status = (await a.GetAsync("/admin/status")).Json;
        Assert.Equal(("offline", false), (status.GetProperty("state").GetString(), status.GetProperty("stateAutomatic").GetBoolean()));
        Assert.Equal("offline", (await a.GetAsync("/state")).Text("state"));

        await a.SendAsync(HttpMethod.Put, "/admin/state", """{"state":"overloaded"}"""u8.ToArray());
        Assert.Equal(200, (await a.PutAsync("/db/main/c/k", "1")).Status);
        Assert.Equal(200, (await a.GetAsync("/health/ready")).Status);
        await a.SendAsync(HttpMethod.Put, "/admin/state", """{"state":"auto"}"""u8.ToArray());
        Assert.True((await a.GetAsync("/state")).Json.GetProperty("automatic").GetBoolean());
        Assert.Equal((400, "invalid"), await RefusedAsync(a.SendAsync(HttpMethod.Put, "/admin/state", """{"state":"asleep"}"""u8.ToArray())));
    }

    [Fact]
    public async Task Nodes_tell_each_other_where_clients_find_them()
    {
        await a.Server.Node.ExchangeAsync("b", patience.Token);
        foreach (TestNode node in (TestNode[])[a, b])
        {
            string[] addresses = [.. (await node.GetAsync("/state")).Json.GetProperty("nodes").EnumerateArray().Select(known => known.GetProperty("address").GetString()!)];
            Assert.Equal(
                new[] { a, b }.Select(known => known.Server.ClientAddress.GetLeftPart(UriPartial.Authority)).Order(StringComparer.Ordinal),
                addresses.Order(StringComparer.Ordinal));
        }
    }

    private static async Task<(int, string)> RefusedAsync(Task<TestAnswer> asked) => ((await asked).Status, (await asked).Code);

    private async Task<List<string>> ReadLinesAsync(int count, string path, string? lastEvent = null)
    {
        using HttpClient client = new() { BaseAddress = a.Server.ClientAddress };
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (lastEvent is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEvent);
        }

        using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using StreamReader reader = new(await answer.Content.ReadAsStreamAsync(patience.Token));
        List<string> lines = [];
        while (lines.Count < count)
        {
            lines.Add((await reader.ReadLineAsync(patience.Token))!);
        }

        return lines;
    }
}
