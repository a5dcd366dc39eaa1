namespace Oxbow.Client.Tests;

public sealed class ClientSessionTests
{
    private const string Accepted = """{"write":"w1","state":"tentative","commitNumber":null,"outcome":"applied"}""";
    private const string Refused = """
        {"code":"session_not_satisfied","detail":"Writes are missing.","missing":[{"replica":"r1","stamp":1234567890123456789}]}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_begins_anew_and_then_carries_its_token_from_node_to_node()
    {
        using var one = new ScriptedNode(ScriptedNode.Answer(200, Accepted, "Oxbow-Session: t1"));
        using var other = new ScriptedNode(
            ScriptedNode.Answer(404, """{"code":"document_not_found"}""", "Oxbow-Session: t2"),
            ScriptedNode.Answer(200, """{"documents":[],"next":null}""", "Oxbow-Session: t3"));
        var session = new ClientSession();
        await new OxbowClient(one.Address).DeleteAsync("c", "k", session, Cancellation);
        var moved = new OxbowClient(other.Address);
        await moved.GetAsync("c", "k", session: session, cancellation: Cancellation);
        await moved.ScanAsync("c", session: session, cancellation: Cancellation);
        Assert.Contains("Oxbow-Session: new\n", one.Requests[0], StringComparison.Ordinal);
        Assert.Contains("Oxbow-Session: t1\n", other.Requests[0], StringComparison.Ordinal);
        Assert.Contains("Oxbow-Session: t2\n", other.Requests[1], StringComparison.Ordinal);
        Assert.Equal("t3", session.Token);
    }

    [Fact]
    public async Task A_refusal_names_what_is_missing_and_leaves_the_session_as_it_was()
    {
        using var node = new ScriptedNode(ScriptedNode.Answer(412, Refused));
        var session = new ClientSession("t1");
        SessionNotSatisfiedException error = await Assert.ThrowsAsync<SessionNotSatisfiedException>(
            () => new OxbowClient(node.Address).GetAsync("c", "k", session: session, cancellation: Cancellation));
        Assert.Equal([new ReplicaStamp("r1", 1234567890123456789)], error.Missing);
        Assert.Equal("t1", session.Token);
    }

    [Fact]
    public async Task Operations_of_one_session_take_turns()
    {
        using var node = new ScriptedNode(
            ScriptedNode.Answer(200, Accepted, "Oxbow-Session: t1"),
            ScriptedNode.Answer(200, Accepted, "Oxbow-Session: t2"),
            ScriptedNode.Answer(200, Accepted, "Oxbow-Session: t3"));
        var session = new ClientSession();
        var client = new OxbowClient(node.Address);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.DeleteAsync("c", "k", session, Cancellation)));
        string[] carried = [.. node.Requests.Select(request => request.Split("Oxbow-Session: ")[1].Split('\n')[0])];
        Assert.Equal(["new", "t1", "t2"], carried);
    }
}
