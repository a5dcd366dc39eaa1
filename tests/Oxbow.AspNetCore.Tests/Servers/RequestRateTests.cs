namespace Oxbow.AspNetCore.Tests.Servers;

public sealed class RequestRateTests
{
    [Fact]
    public async Task Who_asks_too_much_is_told_to_wait_and_the_operator_is_heard_all_the_same()
    {
        await using TestNode node = await TestNode.StartAsync(TestNode.Options("a") with { MaximumRequestsPerSecondPerClient = 2 });
        Assert.Equal(200, (await node.PutAsync("/db/main/c/k", "1")).Status);
        TestAnswer answer;
        do
        {
            // However slow the machine is: sooner or later three requests fall into one second.
            TestAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => node.GetAsync("/db/main/c/k")));
            answer = answers.MaxBy(each => each.Status)!;
        }
        while (answer.Status == 200);

        Assert.Equal((429, "rate_limited", "1"), (answer.Status, answer.Code, answer.Headers["Retry-After"]));
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => node.GetAsync("/admin/status"))),
            status => Assert.Equal(200, status.Status));
        Assert.Equal(200, (await node.GetAsync("/health/ready")).Status);
    }

    [Fact]
    public async Task Nothing_is_limited_unless_it_is_said()
    {
        await using TestNode node = await TestNode.StartAsync("a");
        await node.PutAsync("/db/main/c/k", "1");
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => node.GetAsync("/db/main/c/k"))),
            answer => Assert.Equal(200, answer.Status));
        Assert.Single((TestNode.Options("a") with { MaximumRequestsPerSecondPerClient = -1 }).Validate());
    }
}
