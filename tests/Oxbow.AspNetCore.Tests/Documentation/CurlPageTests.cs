using Oxbow.AspNetCore.Tests.Servers;
using Oxbow.Node.Links;

namespace Oxbow.AspNetCore.Tests.Documentation;

/// <summary>Every curl call of the documentation is answered with the status beside it.</summary>
public sealed class CurlPageTests
{
    [Fact]
    public async Task The_calls_of_the_page_on_http_are_answered_as_it_says()
    {
        CurlShell.RequireCurl();
        await using TestNode paris = await StartAsync("paris");
        await using TestNode oslo = await StartAsync("oslo", paris.Server.PeerAddress);
        using CurlShell shell = new(("N", Address(paris)), ("OSLO", oslo.Server.PeerAddress));
        int made = await new CurlPage("http-api.md").RunAsync(shell);
        Assert.True(made > 40, $"The page has {made} calls only.");
    }

    [Fact]
    public async Task The_calls_of_the_page_on_consistency_are_answered_as_it_says()
    {
        CurlShell.RequireCurl();
        await using TestNode a = await StartAsync("a", exchanges: false);
        await using TestNode b = await StartAsync("b", a.Server.PeerAddress, exchanges: false);
        using CurlShell shell = new(("A", Address(a)), ("B", Address(b)));
        Assert.Equal(4, await new CurlPage("consistency.md").RunAsync(shell));
    }

    private static async Task<TestNode> StartAsync(string name, string? join = null, bool exchanges = true)
    {
        ServerOptions options = TestNode.Options(name);
        LinkPolicyOptions none = new() { LiveFanOut = 0, ExchangePeriod = TimeSpan.FromDays(1), ReviewPeriod = TimeSpan.FromDays(1) };
        TestNode node = await TestNode.StartAsync(options with
        {
            Node = options.Node with { StartPaused = !exchanges, Links = exchanges ? options.Node.Links : none },
            Create = join is null,
            JoinAddresses = join is null ? [] : [join],
            Peers = join is null || exchanges ? new Dictionary<string, string>() : new Dictionary<string, string> { ["a"] = join },
        });

        // A node looks for peers when it opens, and then not for a day: it was paused at that moment.
        node.Server.Node.Resume();
        return node;
    }

    private static string Address(TestNode node) => node.Server.ClientAddress.GetLeftPart(UriPartial.Authority);
}
