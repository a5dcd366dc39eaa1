namespace Oxbow.Client.Tests;

public sealed class WriteOptionsTests
{
    private const string Accepted = """{"write":"w1","state":"committed","commitNumber":12,"outcome":"applied"}""";
    private const string NoAnswer = "";
    private static readonly string Overloaded = ScriptedNode.Answer(503, """{"code":"overloaded","detail":"Later."}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terms_travel_in_headers()
    {
        using var node = new ScriptedNode(Enumerable.Repeat(ScriptedNode.Answer(200, Accepted), 3));
        var client = new OxbowClient(node.Address);
        await client.PutAsync("c", "k", "1"u8.ToArray(), new WriteOptions { IdempotencyKey = "once", IfWrite = "7@base" }, cancellation: Cancellation);
        await client.DeleteAsync("c", "k", new WriteOptions { IfAbsent = true }, cancellation: Cancellation);
        await client.WriteAsync([Update.DeleteDocument("c", "k")], new WriteOptions { IdempotencyKey = "twice" }, cancellation: Cancellation);
        Assert.Contains("\nIdempotency-Key: once\n", node.Requests[0], StringComparison.Ordinal);
        Assert.Contains("\nIf-Match: \"7@base\"\n", node.Requests[0], StringComparison.Ordinal);
        Assert.Contains("\nIf-None-Match: *\n", node.Requests[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Idempotency-Key", node.Requests[1], StringComparison.Ordinal);
        Assert.Contains("\nIdempotency-Key: twice\n", node.Requests[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_with_a_key_is_sent_again_until_an_answer_comes()
    {
        using var node = new ScriptedNode(NoAnswer, Overloaded, ScriptedNode.Answer(200, Accepted));
        WriteResult write = await new OxbowClient(node.Address).PutAsync(
            "c", "k", "1"u8.ToArray(), new WriteOptions { IdempotencyKey = "once" }, cancellation: Cancellation);
        Assert.Equal("w1", write.Write);
        Assert.Equal(3, node.Requests.Count);
        Assert.Single(node.Requests.Distinct());
    }

    [Fact]
    public async Task A_write_with_a_key_is_not_sent_for_ever_and_not_after_a_refusal()
    {
        using var node = new ScriptedNode(
            Overloaded, Overloaded, Overloaded, ScriptedNode.Answer(412, """{"code":"precondition_failed","detail":"Read again."}"""));
        var client = new OxbowClient(node.Address);
        WriteOptions options = new() { IdempotencyKey = "once" };
        OxbowException late = await Assert.ThrowsAsync<OxbowException>(() => client.DeleteAsync("c", "k", options, cancellation: Cancellation));
        Assert.Equal(("overloaded", 3), (late.Code, node.Requests.Count));
        OxbowException refused = await Assert.ThrowsAsync<OxbowException>(() => client.DeleteAsync("c", "k", options, cancellation: Cancellation));
        Assert.Equal((OxbowException.PreconditionFailed, 4), (refused.Code, node.Requests.Count));
    }

    [Fact]
    public async Task A_write_without_a_key_is_sent_once()
    {
        using var node = new ScriptedNode(Overloaded, NoAnswer);
        var client = new OxbowClient(node.Address);
        await Assert.ThrowsAsync<OxbowException>(() => client.PutAsync("c", "k", "1"u8.ToArray(), cancellation: Cancellation));
        await Assert.ThrowsAsync<OxbowException>(() => client.PutAsync("c", "k", "1"u8.ToArray(), new WriteOptions { IfAbsent = true }, cancellation: Cancellation));
        Assert.Equal(2, node.Requests.Count);
    }

    [Fact]
    public async Task A_condition_that_cannot_travel_is_refused_before_anything_is_sent()
    {
        using var node = new ScriptedNode();
        var client = new OxbowClient(node.Address);
        WriteOptions options = new() { IfAbsent = true };
        await Assert.ThrowsAsync<ArgumentException>(() => client.WriteAsync([Update.DeleteDocument("c", "k")], options, cancellation: Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => client.PutAsync("c", "..", "1"u8.ToArray(), options, cancellation: Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => client.DeleteAsync("c", ".", options, cancellation: Cancellation));
        Assert.Empty(node.Requests);
    }
}
