using Microsoft.Extensions.Logging.Abstractions;
using Oxbow.Node.Errors;
using Oxbow.Node.Links;
using Oxbow.Node.Tests.Nodes;

namespace Oxbow.Node.Tests.Links;

public sealed class LinkPolicyTests : IAsyncDisposable
{
    private const int DeadPeers = 50;

    private readonly ManualTimeProvider time = new();
    private readonly DeadEndTransport transport = new();
    private readonly NodeHost node;
    private readonly NodeOptions options;
    private readonly CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));

    public LinkPolicyTests()
    {
        options = TestNode.Options("node") with
        {
            Links = new()
            {
                LiveFanOut = 1,
                ReviewPeriod = TimeSpan.FromSeconds(1),
                ExchangePeriod = TimeSpan.FromDays(1),
                UnreachablePause = TimeSpan.FromMilliseconds(1),
            },
        };
        node = new(options, transport, time, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await transport.DisposeAsync();
        limit.Dispose();
    }

    [Fact]
    public async Task Dead_peers_take_turns_and_do_not_hide_one_that_was_not_tried_yet()
    {
        for (int number = 0; number < DeadPeers; number++)
        {
            node.Peers.Learn($"{number}", $"{number}");
        }

        await node.OpenAsync("main", DatabaseSource.Create, limit.Token);

        // The first review also tries an exchange; then each tries one live link.
        HashSet<string> tried = [await transport.NextDialedAsync(limit.Token), await transport.NextDialedAsync(limit.Token)];
        while (tried.Count < DeadPeers)
        {
            time.Advance(options.Links.ReviewPeriod);
            Assert.True(tried.Add(await transport.NextDialedAsync(limit.Token)));
        }

        node.Peers.Learn("new", "new");
        time.Advance(options.Links.ReviewPeriod);
        Assert.Equal("new", await transport.NextDialedAsync(limit.Token));
    }

    [Fact]
    public async Task Peers_that_say_nothing_stand_in_the_way_of_others_for_a_pause_only_and_no_more_are_dialed_than_twice_the_links_to_be()
    {
        await using DeadEndTransport mute = new(isSilent: true);
        LinkPolicyOptions links = options.Links with { LiveFanOut = 2, ExchangePeriod = Timeout.InfiniteTimeSpan, UnreachablePause = options.Links.ReviewPeriod };
        await using NodeHost waiting = new(options with { Links = links }, mute, time, NullLogger.Instance);
        foreach (string name in new[] { "a", "b", "c", "d", "e" })
        {
            waiting.Peers.Learn(name, name);
        }

        await waiting.OpenAsync("main", DatabaseSource.Create, limit.Token);
        HashSet<string> dialed = [await mute.NextDialedAsync(limit.Token), await mute.NextDialedAsync(limit.Token)];
        Assert.Equal(2, mute.DialedCount);
        time.Advance(links.ReviewPeriod);
        Assert.True(dialed.Add(await mute.NextDialedAsync(limit.Token)) && dialed.Add(await mute.NextDialedAsync(limit.Token)));
        for (int review = 0; review < 3; review++)
        {
            time.Advance(links.ReviewPeriod);
        }

        await waiting.DisposeAsync();
        Assert.Equal(4, mute.DialedCount);
    }

    [Fact]
    public async Task Without_a_period_only_exchanges_that_are_ordered_take_place()
    {
        await using DeadEndTransport other = new();
        LinkPolicyOptions links = new() { LiveFanOut = 0, ReviewPeriod = options.Links.ReviewPeriod, ExchangePeriod = Timeout.InfiniteTimeSpan };
        await using NodeHost silent = new(options with { Links = links }, other, time, NullLogger.Instance);
        silent.Peers.Learn("never ordered", "never ordered");
        await silent.OpenAsync("main", DatabaseSource.Create, limit.Token);
        time.Advance(links.ReviewPeriod);
        silent.Peers.Learn("ordered", "ordered");
        await Assert.ThrowsAsync<NodeException>(() => silent.ExchangeAsync("ordered", limit.Token));
        Assert.Equal("ordered", await other.NextDialedAsync(limit.Token));
    }
}
