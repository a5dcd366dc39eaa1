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

    [Theory]
    [InlineData(SessionScope.Key, SessionGuarantees.ReadYourWrites | SessionGuarantees.MonotonicReads, "new; scope=key; guarantees=ryw,mr")]
    [InlineData(SessionScope.Session, SessionGuarantees.All, "new")]
    [InlineData(SessionScope.Session, SessionGuarantees.MonotonicWrites, "new; scope=session; guarantees=mw")]
    public async Task A_session_of_choice_says_so_once(SessionScope scope, SessionGuarantees guarantees, string beginning)
    {
        using var node = new ScriptedNode(
            ScriptedNode.Answer(200, Accepted, "Oxbow-Session: t1"),
            ScriptedNode.Answer(200, Accepted, "Oxbow-Session: t2"));
        var session = new ClientSession(scope, guarantees);
        var client = new OxbowClient(node.Address);
        await client.DeleteAsync("c", "k", session, Cancellation);
        await client.DeleteAsync("c", "k", session, Cancellation);
        Assert.Contains($"Oxbow-Session: {beginning}\n", node.Requests[0], StringComparison.Ordinal);
        Assert.Contains("Oxbow-Session: t1\n", node.Requests[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SessionGuarantees.None)]
    [InlineData((SessionGuarantees)16)]
    public void A_session_without_a_guarantee_that_exists_is_none(SessionGuarantees guarantees) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClientSession(SessionScope.Key, guarantees));

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
