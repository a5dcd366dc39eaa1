using Oxbow.AspNetCore.Tests.Servers;

namespace Oxbow.AspNetCore.Tests.Documentation;

public sealed class HttpApiPageTests
{
    [Fact]
    public async Task Every_curl_call_of_the_page_is_answered_with_the_status_beside_it()
    {
        CurlShell.RequireCurl();
        ServerOptions options = TestNode.Options("paris");
        await using TestNode paris = await TestNode.StartAsync(options with { Node = options.Node with { StartPaused = false } });
        options = TestNode.Options("oslo");
        await using TestNode oslo = await TestNode.StartAsync(options with
        {
            Node = options.Node with { StartPaused = false },
            JoinAddresses = [paris.Server.PeerAddress],
        });
        using CurlShell shell = new(
            ("N", paris.Server.ClientAddress.GetLeftPart(UriPartial.Authority)), ("OSLO", oslo.Server.PeerAddress));
        List<string> wrong = [];
        int made = 0;
        foreach (CurlCall call in HttpApiPage.Calls)
        {
            int status = await shell.RunAsync(call.Command);
            made++;
            if (status != call.Status)
            {
                wrong.Add($"{call.Command}\n  {status} instead of {call.Status}: {shell.Body}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(HttpApiPage.Text.Split('\n').Count(line => line.StartsWith("curl", StringComparison.Ordinal)), made);
        Assert.True(made > 40, $"The page has {made} calls only.");
    }
}
