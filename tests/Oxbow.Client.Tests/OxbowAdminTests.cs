namespace Oxbow.Client.Tests;

public sealed class OxbowAdminTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_command_has_its_address_and_body()
    {
        using var node = new ScriptedNode(
            ScriptedNode.Answer(204, ""),
            ScriptedNode.Answer(204, ""),
            ScriptedNode.Answer(204, ""),
            ScriptedNode.Answer(204, ""),
            ScriptedNode.Answer(200, """{"sent":3,"received":4}"""),
            ScriptedNode.Answer(200, """{"toldPeer":"b"}"""),
            ScriptedNode.Answer(200, """{"toldPeer":"c"}"""));
        var admin = new OxbowAdmin(node.Address);
        await admin.SetPeerAsync("a b", "127.0.0.1:1", Cancellation);
        await admin.SetLinkAsync("b", blocked: true, Cancellation);
        await admin.PauseAsync(Cancellation);
        await admin.ResumeAsync(Cancellation);
        Assert.Equal(new ExchangeResult(3, 4), await admin.ExchangeAsync("b", Cancellation));
        Assert.Equal("b", await admin.RetireAsync("b", Cancellation));
        Assert.Equal("c", await admin.RetireAsync(cancellation: Cancellation));
        Assert.Equal(
            [
                "PUT /admin/peers/a%20b HTTP/1.1 {\"address\":\"127.0.0.1:1\"}",
                "PUT /admin/links/b HTTP/1.1 {\"blocked\":true}",
                "POST /admin/pause HTTP/1.1 ",
                "POST /admin/resume HTTP/1.1 ",
                "POST /admin/exchange/b HTTP/1.1 ",
                "POST /admin/retire HTTP/1.1 {\"to\":\"b\"}",
                "POST /admin/retire HTTP/1.1 {}",
            ],
            node.Requests.Select(request => $"{request.Split('\n')[0]} {request.Split("\n\n")[1]}"));
    }

    [Fact]
    public async Task Status_is_read_whole()
    {
        using var node = new ScriptedNode(ScriptedNode.Answer(200, """
            {"name":"oslo","clientAddress":"http://127.0.0.1:1","peerAddress":"127.0.0.1:2","paused":true,"processId":7,
             "databases":[{"database":"main","replica":"r","state":"active","primary":true,"commitNumber":5,"tentative":2,
                           "writes":7,"hash":"aa","stateHash":"bb","vector":[{"replica":"r","stamp":9}]}],
             "peers":[{"name":"rome","address":"127.0.0.1:3","blocked":true,"live":false}]}
            """));
        NodeStatus status = await new OxbowAdmin(node.Address).StatusAsync(Cancellation);
        Assert.Equal(("oslo", true, 7), (status.Name, status.Paused, status.ProcessId));
        Assert.Equal(new PeerStatus("rome", "127.0.0.1:3", Blocked: true, Live: false), Assert.Single(status.Peers));
        ReplicaStatus replica = Assert.Single(status.Databases);
        Assert.Equal((true, 5L, 2L, "aa", "bb"), (replica.Primary, replica.CommitNumber, replica.Tentative, replica.Hash, replica.StateHash));
        Assert.Equal([new ReplicaStamp("r", 9)], replica.Vector);
    }

    [Fact]
    public async Task A_refusal_keeps_its_code()
    {
        using var node = new ScriptedNode(ScriptedNode.Answer(409, """{"code":"paused","detail":"Resume first."}"""));
        OxbowException error = await Assert.ThrowsAsync<OxbowException>(
            () => new OxbowAdmin(node.Address).ExchangeAsync("b", Cancellation));
        Assert.Equal(("paused", "Resume first."), (error.Code, error.Message));
    }
}
