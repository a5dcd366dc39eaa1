namespace Oxbow.Client.Tests;

/// <summary>What a session says on the wire.</summary>
public sealed class SessionChoiceTests
{
    private const string Absent = """{"code":"document_not_found"}""";

    private static readonly string Active = ScriptedNode.Answer(200, """{"name":"a","state":"active","automatic":true,"databases":[],"nodes":[]}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_that_waits_says_how_long_and_shares_the_session()
    {
        using var node = new ScriptedNode(
            ScriptedNode.Answer(404, Absent, "Oxbow-Session: t1"),
            ScriptedNode.Answer(404, Absent, "Oxbow-Session: t2"));
        var session = new ClientSession();
        var client = new OxbowClient(node.Address);
        await client.GetAsync("c", "k", session: session.WaitingUpTo(TimeSpan.FromSeconds(2.5)), cancellation: Cancellation);
        await client.GetAsync("c", "k", session: session, cancellation: Cancellation);
        Assert.Contains("Oxbow-Wait: 2.5\n", node.Requests[0], StringComparison.Ordinal);
        Assert.Contains("Oxbow-Session: t1\n", node.Requests[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Oxbow-Wait", node.Requests[1], StringComparison.Ordinal);
        Assert.Equal("t2", session.Token);
    }

    [Fact]
    public async Task A_session_begins_with_the_scope_and_guarantees_of_its_owner()
    {
        using var node = new ScriptedNode(ScriptedNode.Answer(404, Absent));
        var session = new ClientSession(SessionScope.Key, SessionGuarantees.ReadYourWrites | SessionGuarantees.MonotonicWrites);
        await new OxbowClient(node.Address).GetAsync("c", "k", session: session, cancellation: Cancellation);
        Assert.Contains("Oxbow-Session: new; scope=key; guarantees=ryw,mw\n", node.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_a_node_may_have_taken_is_not_made_again_elsewhere()
    {
        using var lost = new ScriptedNode(Active, "");
        using var other = new ScriptedNode(Active, ScriptedNode.Answer(200, """{"write":"w1","state":"tentative","commitNumber":null,"outcome":"applied"}"""));
        await using var cluster = new OxbowCluster(new OxbowClientOptions { Nodes = [lost.Address, other.Address], DiscoversNodes = false });
        OxbowException error = await Assert.ThrowsAsync<OxbowException>(
            () => cluster.Database().WriteAsync([Update.DeleteDocument("c", "k")], cancellation: Cancellation));
        Assert.Equal((OxbowException.NodeUnreachable, false), (error.Code, error.ChangedNothing));
        Assert.StartsWith("POST /db/main/writes", lost.Requests[1], StringComparison.Ordinal);
        Assert.Single(other.Requests);
    }
}
