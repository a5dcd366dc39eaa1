namespace Oxbow.Client.Tests;

public sealed class ChangeStreamTests
{
    private static readonly string Ended = ScriptedNode.Answer(200, "", "Content-Type: text/event-stream");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A stream with news starts the count of those without any over again, the second time as well.</summary>
    [Fact]
    public async Task A_feed_gives_up_only_when_streams_in_a_row_end_without_news()
    {
        string[] answers = [Ended, StreamOf(1), Ended, StreamOf(2), Ended, StreamOf(3), Ended, Ended];
        using ScriptedNode node = new(answers);
        List<long?> heard = [];
        OxbowException failure = await Assert.ThrowsAsync<OxbowException>(async () =>
        {
            await foreach (LogEntry entry in new OxbowClient(node.Address).ChangesAsync(cancellation: Cancellation))
            {
                heard.Add(entry.CommitNumber);
            }
        });
        Assert.Equal([1, 2, 3], heard);
        Assert.Equal(OxbowException.NodeUnreachable, failure.Code);
        Assert.Contains("go on after 3", failure.Message, StringComparison.Ordinal);
        Assert.Equal(answers.Length, node.Requests.Count);
        Assert.StartsWith("GET /db/main/changes?after=2 ", node.Requests[4], StringComparison.Ordinal);
    }

    private static string StreamOf(long number) =>
        ScriptedNode.Answer(200, $"data: {{\"write\":\"w{number}\",\"commitNumber\":{number}}}\n\n", "Content-Type: text/event-stream");
}
