using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Oxbow.Client.Tests;

public sealed class NodeSelectorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, NodeCondition.Unreachable)]
    [InlineData(false, NodeCondition.Active)]
    public async Task A_loss_that_a_request_met_outweighs_a_state_that_was_asked_for_before(bool isLostMeanwhile, NodeCondition expected)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Uri node = new($"http://{listener.LocalEndpoint}");
        NodeSelector directory = new(new OxbowClientOptions { Nodes = [node] });
        if (!isLostMeanwhile)
        {
            directory.Report(node, NodeCondition.Unreachable);
        }

        Task refresh = directory.RefreshAsync(Cancellation);
        if (isLostMeanwhile)
        {
            directory.Report(node, NodeCondition.Unreachable);
        }

        await AnswerAsync(listener);
        await refresh;
        Assert.Equal(expected, Assert.Single(directory.All).Condition);
    }

    [Fact]
    public async Task A_node_that_answers_is_turned_to_before_those_that_do_not()
    {
        Uri[] nodes = [new("http://127.0.0.1:1"), new("http://127.0.0.1:2")];
        NodeSelector directory = new(new OxbowClientOptions { Nodes = nodes, RefreshPeriod = TimeSpan.FromDays(1) });
        await directory.RefreshAsync(Cancellation);
        Assert.Equal(nodes, await directory.CandidatesAsync(preferred: null, Cancellation));
        directory.ReportAnswer(nodes[1], directory.Moment);
        Assert.Equal(nodes.Reverse(), await directory.CandidatesAsync(preferred: null, Cancellation));

        long askedAt = directory.Moment;
        directory.Report(nodes[1], NodeCondition.Unreachable);
        directory.ReportAnswer(nodes[1], askedAt);
        Assert.Equal(nodes, await directory.CandidatesAsync(preferred: null, Cancellation));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_loss_makes_the_others_be_asked_again_at_once()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Uri alive = new($"http://{listener.LocalEndpoint}");
        Uri lost = new("http://127.0.0.1:1");
        NodeSelector directory = new(new OxbowClientOptions { Nodes = [lost, alive], RefreshPeriod = TimeSpan.FromDays(1) });
        Task refresh = directory.RefreshAsync(Cancellation);
        await AnswerAsync(listener);
        await refresh;
        directory.ReportAnswer(lost, directory.Moment);
        directory.Report(lost, NodeCondition.Unreachable);
        await directory.CandidatesAsync(preferred: null, Cancellation);
        await AnswerAsync(listener);
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        using TcpClient asked = await listener.AcceptTcpClientAsync(Cancellation);
        string answer = ScriptedNode.Answer(200, """{"name":"n","state":"active","automatic":true,"databases":[],"nodes":[]}""");
        await asked.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer), Cancellation);
    }
}
