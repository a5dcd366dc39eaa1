using System.Text.Json;

namespace Oxbow.AspNetCore.Tests.Servers;

/// <summary>Links made slow or lossy, over HTTP.</summary>
public sealed class LinkTests : IAsyncLifetime
{
    private TestNode node = null!;

    public async ValueTask InitializeAsync() => node = await TestNode.StartAsync("a");

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public async Task What_is_said_of_a_link_holds_and_the_rest_stays()
    {
        Assert.Equal((false, 200, 0, 0, 0), await SayAsync("""{"delayMilliseconds":200}"""));
        Assert.Equal((false, 200, 50.5, 0.05, 0), await SayAsync("""{"jitterMilliseconds":50.5,"loss":0.05}"""));
        Assert.Equal((true, 200, 50.5, 0.05, 1000), await SayAsync("""{"bytesPerSecond":1000,"blocked":true}"""));
        Assert.Equal((true, 0, 50.5, 0.05, 0), await SayAsync("""{"bytesPerSecond":0,"delayMilliseconds":0}"""));
        Assert.Equal((false, 0, 50.5, 0.05, 0), await SayAsync("""{"blocked":false}"""));
        Assert.Equal((false, 0, 0, 0, 0), await SayAsync("""{"jitterMilliseconds":0,"loss":0}"""));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"delay":200}""")]
    [InlineData("""{"blocked":false,"delay":200}""")]
    [InlineData("""{"delayMilliseconds":"200"}""")]
    [InlineData("""{"delayMilliseconds":-1}""")]
    [InlineData("""{"delayMilliseconds":3600001}""")]
    [InlineData("""{"jitterMilliseconds":1e300}""")]
    [InlineData("""{"loss":1.1}""")]
    [InlineData("""{"bytesPerSecond":1e300}""")]
    [InlineData("""{"delayMilliseconds":200,"blocked":null}""")]
    public async Task A_link_that_cannot_be_leaves_the_one_that_is(string body)
    {
        await SayAsync("""{"delayMilliseconds":5}""");
        TestAnswer answer = await node.PutAsync("/admin/links/b", body);
        Assert.Equal((400, "invalid"), (answer.Status, answer.Code));
        Assert.Equal((false, 5, 0, 0, 0), await ReadAsync());
    }

    private async Task<(bool Blocked, double Delay, double Jitter, double Loss, double Bytes)> SayAsync(string body)
    {
        Assert.Equal(204, (await node.PutAsync("/admin/links/b", body)).Status);
        return await ReadAsync();
    }

    private async Task<(bool Blocked, double Delay, double Jitter, double Loss, double Bytes)> ReadAsync()
    {
        JsonElement peer = (await node.GetAsync("/admin/status")).Json.GetProperty("peers")[0];
        return (
            peer.GetProperty("blocked").GetBoolean(),
            peer.GetProperty("delayMilliseconds").GetDouble(),
            peer.GetProperty("jitterMilliseconds").GetDouble(),
            peer.GetProperty("loss").GetDouble(),
            peer.GetProperty("bytesPerSecond").GetDouble());
    }
}
