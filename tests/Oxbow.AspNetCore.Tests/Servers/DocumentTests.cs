using System.Text;
using System.Text.Json;

namespace Oxbow.AspNetCore.Tests.Servers;

public sealed class DocumentTests : IAsyncLifetime
{
    private TestNode node = null!;

    public async ValueTask InitializeAsync() => node = await TestNode.StartAsync("a");

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public async Task A_document_is_written_read_and_removed()
    {
        TestAnswer put = await node.PutAsync("/db/main/songs/yellow", """ {"url": "http://a"} """);
        Assert.Equal(200, put.Status);
        Assert.Equal("committed", put.Text("state"));
        Assert.Equal(1, put.Json.GetProperty("commitNumber").GetInt64());
        Assert.Equal("applied", put.Text("outcome"));

        TestAnswer get = await node.GetAsync("/db/main/songs/yellow?view=committed");
        Assert.Equal(""" {"url": "http://a"} """, get.Body);
        Assert.Equal("committed", get.Headers["Oxbow-State"]);
        Assert.Equal(put.Text("write"), get.Headers["Oxbow-Write"]);

        TestAnswer delete = await node.SendAsync(HttpMethod.Delete, "/db/main/songs/yellow", body: (byte[]?)null);
        Assert.Equal(2, delete.Json.GetProperty("commitNumber").GetInt64());
        TestAnswer gone = await node.GetAsync("/db/main/songs/yellow");
        Assert.Equal((404, "document_not_found"), (gone.Status, gone.Code));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a/b", "a/b")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%2Fb%252Fc", "a/b%2Fc")]
    [InlineData("%C3%BCber%20alles%3F", "über alles?")]
    [InlineData("a+b", "a+b")]
    [InlineData("x%2F..%2Fy", "x/../y")]
    [InlineData("a//b", "a//b")]
    public async Task Keys_are_decoded_once_and_exactly(string path, string key)
    {
        Assert.Equal(200, (await node.PutAsync($"/db/main/c/{path}", "1")).Status);
        TestAnswer scan = await node.GetAsync("/db/main/c");
        Assert.Equal(key, scan.Json.GetProperty("documents")[0].GetProperty("key").GetString());
        Assert.Equal("1", (await node.GetAsync($"/db/main/c/{path}")).Body);
    }

    [Theory]
    [InlineData("PUT", "/db/main/c/%FF%FE", "1", 400, "invalid")]
    [InlineData("PUT", "/db/main/c/%G0", "1", 400, "invalid")]
    [InlineData("GET", "/db/main/c/%2", "", 400, "invalid")]
    [InlineData("PUT", "/db/main/bad%20name/k", "1", 400, "invalid")]
    [InlineData("PUT", "/db/main/log/k", "1", 400, "invalid")]
    [InlineData("PUT", "/db/main/c/k", "", 400, "invalid")]
    [InlineData("PUT", "/db/main/c/k", "{", 400, "invalid")]
    [InlineData("PUT", "/db/main/c/k", "1 2", 400, "invalid")]
    [InlineData("PUT", "/db/main/c/k", "{\"a\":1,}", 400, "invalid")]
    [InlineData("GET", "/db/main/c/k?view=other", "", 400, "invalid")]
    [InlineData("GET", "/db/main/c?limit=0", "", 400, "invalid")]
    [InlineData("GET", "/db/main/c?limit=10001", "", 400, "invalid")]
    [InlineData("GET", "/db/main/c?limit=ten", "", 400, "invalid")]
    [InlineData("GET", "/db/other/c/k", "", 404, "database_not_found")]
    [InlineData("PUT", "/db/other/c/k", "1", 404, "database_not_found")]
    [InlineData("POST", "/db/main/c/k", "1", 405, "method_not_allowed")]
    [InlineData("PUT", "/db/main/log", "1", 405, "method_not_allowed")]
    [InlineData("GET", "/", "", 404, "path_not_found")]
    [InlineData("GET", "/index.html", "", 404, "path_not_found")]
    [InlineData("GET", "/db/main/writes/nonsense", "", 400, "invalid")]
    [InlineData("GET", "/db/main/writes/1a1f75d85da8bda@base", "", 404, "write_not_found")]
    [InlineData("GET", "/db/main/log?after=-1", "", 400, "invalid")]
    [InlineData("GET", "/db/main/status?documentsHash=yes", "", 400, "invalid")]
    public async Task What_is_wrong_is_refused_with_a_code_and_changes_nothing(string method, string path, string body, int status, string code)
    {
        TestAnswer answer = await node.SendAsync(new HttpMethod(method), path, Encoding.UTF8.GetBytes(body));
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(0, (await node.StatusAsync()).GetProperty("writes").GetInt64());
    }

    [Fact]
    public async Task A_value_that_is_no_UTF8_or_too_deep_is_refused()
    {
        Assert.Equal("invalid", (await node.SendAsync(HttpMethod.Put, "/db/main/c/k", [(byte)'"', 0xFF, (byte)'"'])).Code);
        string deep = new string('[', 100_000) + new string(']', 100_000);
        Assert.Equal("invalid", (await node.PutAsync("/db/main/c/k", deep)).Code);
    }

    [Fact]
    public async Task The_largest_value_and_key_are_taken_and_no_larger_ones()
    {
        string largest = $"\"{new string('x', 256 * 1024 - 2)}\"";
        string longest = new('k', 1024);
        Assert.Equal(200, (await node.PutAsync($"/db/main/c/{longest}", largest)).Status);
        Assert.Equal(largest, (await node.GetAsync($"/db/main/c/{longest}")).Body);
        Assert.Equal("invalid", (await node.PutAsync($"/db/main/c/{longest}k", "1")).Code);

        TestAnswer announced = await node.PutAsync("/db/main/c/k", largest + " ");
        Assert.Equal((413, "value_too_large"), (announced.Status, announced.Code));
        TestAnswer chunked = await node.SendAsync(HttpMethod.Put, "/db/main/c/k", new EndlessContent(2 * 1024 * 1024));
        Assert.Equal((413, "value_too_large"), (chunked.Status, chunked.Code));
        Assert.Equal(1, (await node.StatusAsync()).GetProperty("writes").GetInt64());
    }

    [Fact]
    public async Task A_method_that_is_not_allowed_names_those_that_are()
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.PostAsync(new Uri(node.Server.ClientAddress, "/db/main/c/k"), content: null);
        Assert.Equal(["PUT", "GET", "DELETE"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Scans_come_in_pages_in_key_order()
    {
        foreach (string key in new[] { "b1", "a2", "a1", "c1", "b2" })
        {
            await node.PutAsync($"/db/main/c/{key}", $"\"{key}\"");
        }

        JsonElement first = (await node.GetAsync("/db/main/c?limit=2")).Json;
        Assert.Equal(["a1", "a2"], Keys(first));
        Assert.Equal("a2", first.GetProperty("next").GetString());
        JsonElement rest = (await node.GetAsync("/db/main/c?limit=3&after=a2")).Json;
        Assert.Equal(["b1", "b2", "c1"], Keys(rest));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        Assert.Equal(["b1", "b2"], Keys((await node.GetAsync("/db/main/c?prefix=b")).Json));
        Assert.Equal(["a2", "b1"], Keys((await node.GetAsync("/db/main/c?from=a2&to=b2")).Json));
        Assert.Empty(Keys((await node.GetAsync("/db/main/absent")).Json));
        Assert.Equal("committed", rest.GetProperty("documents")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_page_ends_early_when_it_grows_large_and_nothing_is_lost()
    {
        string value = $"\"{new string('x', 200 * 1024)}\"";
        for (int number = 10; number < 40; number++)
        {
            await node.PutAsync($"/db/main/c/{number}", value);
        }

        List<string> keys = [];
        string? after = "";
        int pages = 0;
        for (; after is not null; pages++)
        {
            JsonElement page = (await node.GetAsync($"/db/main/c?after={after}")).Json;
            keys.AddRange(Keys(page));
            after = page.GetProperty("next").GetString();
        }

        Assert.Equal(Enumerable.Range(10, 30).Select(number => $"{number}"), keys);
        Assert.Equal(2, pages);
    }

    private static string[] Keys(JsonElement page) =>
        [.. page.GetProperty("documents").EnumerateArray().Select(document => document.GetProperty("key").GetString()!)];
}
