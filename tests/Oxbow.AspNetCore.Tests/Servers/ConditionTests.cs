namespace Oxbow.AspNetCore.Tests.Servers;

/// <summary>ETags, conditions and idempotency keys.</summary>
public sealed class ConditionTests : IAsyncLifetime
{
    private const string Path = "/db/main/c/k";

    private TestNode node = null!;

    public async ValueTask InitializeAsync() => node = await TestNode.StartAsync("a");

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public async Task The_tag_of_a_document_is_the_write_that_left_it()
    {
        TestAnswer put = await node.PutAsync(Path, "1");
        string tag = $"\"{put.Text("write")}\"";
        Assert.Equal(tag, put.Headers["ETag"]);
        Assert.Equal(tag, (await node.GetAsync(Path)).Headers["ETag"]);
        Assert.Equal(tag, (await node.GetAsync($"{Path}?view=committed")).Headers["ETag"]);
        Assert.NotEqual(tag, (await node.PutAsync(Path, "1")).Headers["ETag"]);
        Assert.DoesNotContain("ETag", (await node.SendAsync(HttpMethod.Delete, Path, body: (byte[]?)null)).Headers.Keys);
        Assert.DoesNotContain("ETag", (await node.PostAsync("/db/main/writes", """{"updates":[{"collection":"c","key":"a","put":1},{"collection":"c","key":"b","put":1}]}""")).Headers.Keys);
    }

    [Theory]
    [InlineData("{0}", 304)]
    [InlineData("W/{0}", 304)]
    [InlineData("\"other\", {0}", 304)]
    [InlineData("*", 304)]
    [InlineData("\"other\"", 200)]
    [InlineData("other", 200)]
    public async Task A_reader_that_has_the_value_is_not_sent_it(string known, int status)
    {
        string tag = (await node.PutAsync(Path, "1")).Headers["ETag"];
        TestAnswer read = await node.SendAsync(
            HttpMethod.Get, Path, (HttpContent?)null, ("If-None-Match", string.Format(null, known, tag)), ("Oxbow-Session", "new"));
        Assert.Equal((status, status == 200 ? "1" : "", tag, "committed"), (read.Status, read.Body, read.Headers["ETag"], read.Headers["Oxbow-State"]));
        Assert.NotNull(read.Session);
    }

    [Fact]
    public async Task A_write_with_a_tag_is_taken_while_the_document_has_it()
    {
        string first = (await node.PutAsync(Path, "1")).Headers["ETag"];
        string second = (await node.PutAsync(Path, "2", ("If-Match", first))).Headers["ETag"];
        TestAnswer late = await node.PutAsync(Path, "3", ("If-Match", first));
        Assert.Equal((412, "precondition_failed"), (late.Status, late.Code));
        Assert.Equal("precondition_failed", (await node.SendAsync(HttpMethod.Delete, Path, (HttpContent?)null, ("If-Match", first))).Code);
        Assert.Equal("2", (await node.GetAsync(Path)).Body);
        Assert.Equal(200, (await node.SendAsync(HttpMethod.Delete, Path, (HttpContent?)null, ("If-Match", second))).Status);
        Assert.Equal("precondition_failed", (await node.PutAsync(Path, "4", ("If-Match", second))).Code);
    }

    [Fact]
    public async Task A_write_of_a_new_document_is_taken_once()
    {
        Assert.Equal(200, (await node.PutAsync(Path, "1", ("If-None-Match", "*"))).Status);
        TestAnswer late = await node.PutAsync(Path, "2", ("If-None-Match", "*"));
        Assert.Equal((412, "precondition_failed"), (late.Status, late.Code));
        Assert.Equal("1", (await node.GetAsync(Path)).Body);
    }

    [Theory]
    [InlineData("If-Match", "*")]
    [InlineData("If-Match", "1@base")]
    [InlineData("If-Match", "\"a\", \"b\"")]
    [InlineData("If-Match", "\"nonsense\"")]
    [InlineData("If-Match", "\"")]
    [InlineData("If-None-Match", "\"1@base\"")]
    [InlineData("Idempotency-Key", "")]
    [InlineData("Idempotency-Key", "129")]
    public async Task Terms_that_cannot_be_kept_are_refused(string header, string value)
    {
        value = value == "129" ? new string('x', 129) : value;
        TestAnswer answer = await node.PutAsync(Path, "1", (header, value));
        Assert.Equal((400, "invalid"), (answer.Status, answer.Code));
        Assert.Equal(404, (await node.GetAsync(Path)).Status);
    }

    [Fact]
    public async Task Both_conditions_at_once_or_one_on_many_documents_are_refused()
    {
        string tag = (await node.PutAsync(Path, "1")).Headers["ETag"];
        Assert.Equal("invalid", (await node.PutAsync(Path, "2", ("If-Match", tag), ("If-None-Match", "*"))).Code);
        StringContent set = new("""{"updates":[{"collection":"c","key":"k","put":2}]}""");
        Assert.Equal("invalid", (await node.SendAsync(HttpMethod.Post, "/db/main/writes", set, ("If-Match", tag))).Code);
        Assert.Equal("1", (await node.GetAsync(Path)).Body);
    }

    [Fact]
    public async Task A_write_that_is_sent_again_is_the_same_write()
    {
        (string, string) key = ("Idempotency-Key", new string('x', 128));
        TestAnswer first = await node.PutAsync(Path, "1", key, ("If-None-Match", "*"));
        TestAnswer second = await node.PutAsync(Path, "1", key, ("If-None-Match", "*"));
        Assert.Equal((200, first.Body, first.Headers["ETag"]), (second.Status, second.Body, second.Headers["ETag"]));
        TestAnswer other = await node.PutAsync(Path, "2", key);
        Assert.Equal((422, "request_key_reused"), (other.Status, other.Code));
        Assert.Equal("request_key_reused", (await node.SendAsync(HttpMethod.Delete, Path, (HttpContent?)null, key)).Code);
        Assert.Equal(1, (await node.StatusAsync()).GetProperty("writes").GetInt64());
    }

    [Fact]
    public async Task A_set_of_updates_or_a_delete_that_is_sent_again_is_the_same_write()
    {
        string set = """{"updates":[{"collection":"c","key":"k","put":2},{"collection":"c","key":"l","delete":true}]}""";
        string first = (await node.SendAsync(HttpMethod.Post, "/db/main/writes", new StringContent(set), ("Idempotency-Key", "set"))).Body;
        Assert.Equal(first, (await node.SendAsync(HttpMethod.Post, "/db/main/writes", new StringContent(set), ("Idempotency-Key", "set"))).Body);
        string gone = (await node.SendAsync(HttpMethod.Delete, Path, (HttpContent?)null, ("Idempotency-Key", "gone"))).Body;
        Assert.Equal(gone, (await node.SendAsync(HttpMethod.Delete, Path, (HttpContent?)null, ("Idempotency-Key", "gone"))).Body);
        Assert.Equal(2, (await node.StatusAsync()).GetProperty("writes").GetInt64());
    }

    [Fact]
    public async Task A_write_that_is_sent_again_to_another_replica_changes_nothing_twice()
    {
        await using TestNode b = await node.JoinAsync("b");
        (string, string) key = ("Idempotency-Key", "once");
        await node.PutAsync(Path, "1", key);
        string again = (await b.PutAsync(Path, "1", key)).Text("write");
        await b.PutAsync("/db/main/c/other", "2");
        await node.PostAsync("/admin/resume");
        await b.PostAsync("/admin/resume");
        await node.PostAsync("/admin/exchange/b");
        TestAnswer fate = await node.GetAsync($"/db/main/writes/{again}");
        Assert.Equal(("committed", "repeated"), (fate.Text("state"), fate.Text("outcome")));
        Assert.Equal("1", (await node.GetAsync(Path)).Body);
    }
}
