using System.Text.Json;

namespace Oxbow.AspNetCore.Tests.Servers;

public sealed class WriteTests : IAsyncLifetime
{
    private TestNode node = null!;

    public async ValueTask InitializeAsync() => node = await TestNode.StartAsync("a");

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public async Task One_write_changes_several_documents()
    {
        await node.PutAsync("/db/main/c/old", "1");
        TestAnswer write = await node.PostAsync("/db/main/writes", """
            {"updates":[
              {"collection":"c","key":"\u00fcber","put": {"a" : [1, null]} },
              {"delete":true,"key":"old","collection":"c"},
              {"collection":"d","key":"nothing","put":null}]}
            """);
        Assert.Equal((200, "committed"), (write.Status, write.Text("state")));
        Assert.Equal("""{"a" : [1, null]}""", (await node.GetAsync("/db/main/c/%C3%BCber")).Body);
        Assert.Equal(404, (await node.GetAsync("/db/main/c/old")).Status);
        Assert.Equal("null", (await node.GetAsync("/db/main/d/nothing")).Body);

        TestAnswer fate = await node.GetAsync($"/db/main/writes/{write.Text("write")}");
        Assert.Equal(write.Body, fate.Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"updates":{}}""")]
    [InlineData("""{"updates":[]}""")]
    [InlineData("""{"updates":[1]}""")]
    [InlineData("""{"updates":[{"collection":"c","key":"k"}]}""")]
    [InlineData("""{"updates":[{"collection":"c","key":"k","delete":false}]}""")]
    [InlineData("""{"updates":[{"collection":"c","key":"k","put":1,"delete":true}]}""")]
    [InlineData("""{"updates":[{"collection":"c","key":7,"put":1}]}""")]
    [InlineData("""{"updates":[{"collection":"c","key":"k","putt":1}]}""")]
    [InlineData("""{"updates":[{"collection":"c d","key":"k","put":1}]}""")]
    [InlineData("""{"updates":[{"collection":"status","key":"k","put":1}]}""")]
    [InlineData("""{"updates":[{"collection":"c","key":"\ud800","put":1}]}""")]
    [InlineData("""{"updates":[{"collection":"c","key":"k","put":1}]} x""")]
    [InlineData("""{"updates":[{"collection":"c","key":"k","put":1}],"check":1}""")]
    [InlineData("""{"updates":[{"collection":"c","key":"k","put":1}""")]
    [InlineData("""{"updates":[{"collection":"c","key":"k","put":1},{"collection":"c","key":"","put":1}]}""")]
    public async Task A_set_of_updates_that_is_none_is_refused_whole(string body)
    {
        TestAnswer answer = await node.PostAsync("/db/main/writes", body);
        Assert.Equal((400, "invalid"), (answer.Status, answer.Code));
        Assert.Equal(0, (await node.StatusAsync()).GetProperty("writes").GetInt64());
    }

    [Fact]
    public async Task A_set_that_is_too_large_is_refused()
    {
        string updates = string.Join(',', Enumerable.Range(0, 1001).Select(number => $$"""{"collection":"c","key":"{{number}}","put":1}"""));
        Assert.Equal("invalid", (await node.PostAsync("/db/main/writes", $$"""{"updates":[{{updates}}]}""")).Code);
        TestAnswer large = await node.PostAsync("/db/main/writes", new string(' ', 1024 * 1024 + 1));
        Assert.Equal((413, "value_too_large"), (large.Status, large.Code));
    }

    [Fact]
    public async Task A_value_as_deep_as_a_document_may_have_is_taken_in_a_set()
    {
        string deep = new string('[', 64) + new string(']', 64);
        Assert.Equal(200, (await node.PutAsync("/db/main/c/alone", deep)).Status);
        Assert.Equal(200, (await node.PostAsync("/db/main/writes", $$"""{"updates":[{"collection":"c","key":"set","put":{{deep}}}]}""")).Status);
    }

    [Fact]
    public async Task The_log_shows_every_write_in_pages()
    {
        await node.PutAsync("/db/main/c/k", """{"n": 1}""");
        await node.SendAsync(HttpMethod.Delete, "/db/main/c/k", body: (byte[]?)null);
        await node.PutAsync("/db/main/c/l", "2");

        JsonElement page = (await node.GetAsync("/db/main/log?limit=2")).Json;
        Assert.Equal(2, page.GetProperty("next").GetInt64());
        Assert.Equal("""[{"collection":"c","key":"k","put":{"n": 1}}]""", page.GetProperty("entries")[0].GetProperty("updates").GetRawText());
        Assert.Equal("""[{"collection":"c","key":"k","delete":true}]""", page.GetProperty("entries")[1].GetProperty("updates").GetRawText());
        JsonElement last = (await node.GetAsync("/db/main/log?after=2")).Json;
        JsonElement entry = last.GetProperty("entries")[0];
        Assert.Equal(3, entry.GetProperty("position").GetInt64());
        Assert.Equal(("update", "committed", "applied", 3), (
            entry.GetProperty("kind").GetString(), entry.GetProperty("state").GetString(),
            entry.GetProperty("outcome").GetString(), entry.GetProperty("commitNumber").GetInt32()));
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task The_status_hashes_documents_only_when_asked()
    {
        await node.PutAsync("/db/main/c/k", "1");
        JsonElement without = (await node.GetAsync("/db/main/status")).Json;
        JsonElement with = await node.StatusAsync();
        Assert.Equal(JsonValueKind.Null, without.GetProperty("stateHash").ValueKind);
        Assert.Equal(64, with.GetProperty("stateHash").GetString()!.Length);
        Assert.Equal(("main", "base", "active", true, 1, 0, 1), (
            with.GetProperty("database").GetString(), with.GetProperty("replica").GetString(), with.GetProperty("state").GetString(),
            with.GetProperty("primary").GetBoolean(), with.GetProperty("commitNumber").GetInt32(),
            with.GetProperty("tentative").GetInt32(), with.GetProperty("writes").GetInt32()));
        Assert.Equal("base", with.GetProperty("vector")[0].GetProperty("replica").GetString());
        Assert.True(with.GetProperty("vector")[0].GetProperty("stamp").GetInt64() > 0);
    }
}
