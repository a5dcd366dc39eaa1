using System.Globalization;
using System.Text;

namespace Oxbow.Client.Tests;

public sealed class OxbowClientTests
{
    private const string Accepted = """{"write":"w1","state":"committed","commitNumber":12,"outcome":"applied"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_sends_the_value_as_it_is_and_reads_what_became_of_it()
    {
        using var node = new ScriptedNode(ScriptedNode.Answer(200, Accepted));
        WriteResult write = await new OxbowClient(node.Address).PutAsync(
            "songs", "yellow", Encoding.UTF8.GetBytes("[1, 2]"), cancellation: Cancellation);
        Assert.Equal(new WriteResult("w1", WriteState.Committed, 12, "applied"), write);
        string request = Assert.Single(node.Requests);
        Assert.StartsWith("PUT /db/main/songs/yellow HTTP/1.1\n", request, StringComparison.Ordinal);
        Assert.EndsWith("\n\n[1, 2]", request, StringComparison.Ordinal);
        Assert.DoesNotContain("Oxbow-Session", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a%2Fb", "a%252Fb")]
    [InlineData("a/../b", "a%2F..%2Fb")]
    [InlineData("...", "...")]
    [InlineData("?#&=+ ", "%3F%23%26%3D%2B%20")]
    [InlineData("é歌", "%C3%A9%E6%AD%8C")]
    public async Task Keys_reach_the_node_escaped_once_and_unfolded(string key, string escaped)
    {
        using var node = new ScriptedNode(ScriptedNode.Answer(200, "1", "Oxbow-State: tentative", "Oxbow-Write: w7"));
        StoredDocument? document = await new OxbowClient(node.Address, "d/b").GetAsync("songs", key, cancellation: Cancellation);
        Assert.StartsWith($"GET /db/d%2Fb/songs/{escaped} HTTP/1.1\n", node.Requests[0], StringComparison.Ordinal);
        Assert.NotNull(document);
        Assert.Equal("1", Encoding.UTF8.GetString(document.Json.Span));
        Assert.Equal((WriteState.Tentative, "w7"), (document.State, document.Write));
    }

    [Fact]
    public async Task Keys_that_no_path_can_carry_travel_in_bodies_and_queries()
    {
        using var node = new ScriptedNode(
            ScriptedNode.Answer(200, Accepted),
            ScriptedNode.Answer(200, Accepted),
            ScriptedNode.Answer(200, """{"documents":[{"key":"..","value":"u","state":"committed"}],"next":".."}"""),
            ScriptedNode.Answer(200, """{"documents":[{"key":"..x","value":"u","state":"committed"}],"next":null}"""));
        var client = new OxbowClient(node.Address);
        await client.PutAsync("songs", "..", "\"u\""u8.ToArray(), cancellation: Cancellation);
        await client.DeleteAsync("songs", ".", cancellation: Cancellation);
        StoredDocument? found = await client.GetAsync("songs", "..", cancellation: Cancellation);
        StoredDocument? absent = await client.GetAsync("songs", "..", cancellation: Cancellation);
        Assert.StartsWith("POST /db/main/writes ", node.Requests[0], StringComparison.Ordinal);
        Assert.EndsWith("""{"updates":[{"collection":"songs","key":"..","put":"u"}]}""", node.Requests[0], StringComparison.Ordinal);
        Assert.EndsWith("""{"updates":[{"collection":"songs","key":".","delete":true}]}""", node.Requests[1], StringComparison.Ordinal);
        Assert.StartsWith("GET /db/main/songs?from=..&limit=1 ", node.Requests[2], StringComparison.Ordinal);
        Assert.Equal("\"u\"", Encoding.UTF8.GetString(found!.Json.Span));
        Assert.Null(absent);
    }

    [Fact]
    public async Task An_absent_document_is_null_and_an_absent_database_an_error()
    {
        using var node = new ScriptedNode(
            ScriptedNode.Answer(404, """{"code":"document_not_found","detail":"None."}"""),
            ScriptedNode.Answer(404, """{"code":"database_not_found","detail":"Create it first."}"""),
            ScriptedNode.Answer(404, ""));
        var client = new OxbowClient(node.Address);
        Assert.Null(await client.GetAsync("songs", "a", cancellation: Cancellation));
        OxbowException absent = await Assert.ThrowsAsync<OxbowException>(() => client.GetAsync("songs", "a", cancellation: Cancellation));
        Assert.Equal(("database_not_found", "Create it first."), (absent.Code, absent.Message));
        OxbowException strange = await Assert.ThrowsAsync<OxbowException>(() => client.GetAsync("songs", "a", cancellation: Cancellation));
        Assert.Equal("http_404", strange.Code);
    }

    [Fact]
    public async Task The_log_is_read_page_by_page()
    {
        const string Put = """{"position":1,"write":"w1","kind":"update","state":"committed","commitNumber":1,"outcome":"applied","updates":[{"collection":"c","key":"k","put":{"a":1}}],"arrival":null}""";
        const string Delete = """{"position":2,"write":"w2","kind":"update","state":"tentative","commitNumber":null,"outcome":"applied","updates":[{"collection":"c","key":"k","delete":true}],"arrival":{"from":"r1","byMail":true,"heldBackMilliseconds":3000.5,"heldBackFor":["w1"]}}""";
        using var node = new ScriptedNode(
            ScriptedNode.Answer(200, $$"""{"entries":[{{Put}}],"next":1}"""),
            ScriptedNode.Answer(200, $$"""{"entries":[{{Delete}}],"next":null}"""));
        List<LogEntry> entries = await new OxbowClient(node.Address).LogAsync(Cancellation).ToListAsync(Cancellation);
        Assert.StartsWith("GET /db/main/log HTTP", node.Requests[0], StringComparison.Ordinal);
        Assert.StartsWith("GET /db/main/log?after=1 HTTP", node.Requests[1], StringComparison.Ordinal);
        Assert.Equal("""{"a":1}""", entries[0].Updates![0].Put!.Value.GetRawText());
        Assert.False(entries[0].Updates![0].IsDelete);
        Assert.True(entries[1].Updates![0].IsDelete);
        Assert.Equal((WriteState.Tentative, null), (entries[1].State, entries[1].CommitNumber));
        Assert.Null(entries[0].Arrival);
        WriteArrival arrival = Assert.IsType<WriteArrival>(entries[1].Arrival);
        Assert.Equal(("r1", true, 3000.5, "w1"), (arrival.From, arrival.ByMail, arrival.HeldBackMilliseconds, Assert.Single(arrival.HeldBackFor)));
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_named()
    {
        Uri gone;
        using (var node = new ScriptedNode())
        {
            gone = node.Address;
        }

        OxbowException error = await Assert.ThrowsAsync<OxbowException>(() => new OxbowClient(gone).StatusAsync(Cancellation));
        Assert.Equal(OxbowException.NodeUnreachable, error.Code);
        Assert.Contains(gone.Port.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("relative")]
    public void An_address_that_is_none_is_refused_at_once(string address) =>
        Assert.Throws<ArgumentException>(() => new OxbowClient(new Uri(address, UriKind.RelativeOrAbsolute)));
}
