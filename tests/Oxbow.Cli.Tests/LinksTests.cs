using Oxbow.Cli.Lab;
using Oxbow.Cli.Lab.Links;
using Oxbow.Cli.Lab.Playlist;

namespace Oxbow.Cli.Tests;

public sealed class LinksTests
{
    private static readonly LabLimits Impatient = new() { Agreement = TimeSpan.Zero, Retirement = TimeSpan.Zero };

    private readonly ILabServer[] servers = [.. Enumerable.Range(0, 5).Select(number => new StubbornServer($"s{number}", number))];
    private readonly LinkTable links = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Groups_are_what_intact_links_connect()
    {
        foreach ((int one, int other) in new[] { (0, 1), (0, 2), (0, 3), (2, 1), (2, 3), (2, 4), (4, 0), (1, 3) })
        {
            Assert.True(links.Break(servers[one], servers[other]));
        }

        Assert.Equal(["s0", "s1 s4 s3", "s2"], links.Groups(servers).Select(Names));
    }

    [Fact]
    public void A_link_is_the_same_from_both_ends()
    {
        Assert.True(links.Break(servers[0], servers[1]));
        Assert.False(links.Break(servers[1], servers[0]));
        Assert.False(links.IsIntact(servers[1], servers[0]));
        Assert.True(links.Restore(servers[1], servers[0]));
        Assert.False(links.Restore(servers[0], servers[1]));
        Assert.True(links.IsIntact(servers[0], servers[1]));
    }

    [Fact]
    public void A_tree_has_the_shortest_ways()
    {
        links.Break(servers[0], servers[2]);
        links.Break(servers[0], servers[3]);
        links.Break(servers[1], servers[3]);
        links.Break(servers[0], servers[4]);
        links.Break(servers[1], servers[4]);
        links.Break(servers[2], servers[4]);
        SpanningTree tree = SpanningTree.Grow(servers[0], servers, links);
        Assert.Equal(
            ["s1-s0", "s2-s1", "s3-s2", "s4-s3"],
            tree.Levels.Select(level => string.Join(' ', level.Select(edge => $"{edge.Child.Name}-{edge.Parent.Name}"))));
    }

    [Fact]
    public async Task Servers_that_never_agree_end_the_run_with_what_they_hold()
    {
        var stabilizer = new Stabilizer(links, Impatient, new LabReport(TextWriter.Null, isTracing: false));
        LabFailureException error = await Assert.ThrowsAsync<LabFailureException>(() => stabilizer.RunAsync(servers[..2], Cancellation));
        Assert.Contains("s0: commit number 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("s1: commit number 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_can_tell_nobody_stays_and_the_user_is_told()
    {
        using var errors = new StringWriter();
        var retirement = new Retirement(links, Impatient, new LabReport(errors, isTracing: false));
        Assert.False(await retirement.RunAsync(servers[0], servers[1..], Cancellation));
        Assert.Contains("s0 reached no other server", errors.ToString(), StringComparison.Ordinal);
    }

    private static string Names(IReadOnlyList<ILabServer> group) => string.Join(' ', group.Select(server => server.Name));
}
