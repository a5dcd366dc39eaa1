using System.Diagnostics;

namespace Oxbow.Cli.Lab.Links;

/// <summary>
/// Brings every group of connected servers to agreement: all that is known to one flows to the root of a spanning
/// tree and back, and then the servers are asked whether they agree. The answer counts, not the time.
/// </summary>
internal sealed class Stabilizer(LinkTable links, LabLimits limits, LabReport report)
{
    private const int LongestWaitMilliseconds = 200;

    /// <summary>Returns when each group agrees.</summary>
    /// <exception cref="LabFailureException">A group does not come to agree within the limit.</exception>
    public Task RunAsync(IEnumerable<ILabServer> servers, CancellationToken cancellation) =>
        Task.WhenAll(links.Groups(servers)
            .Where(group => group.Count > 1)
            .Select(group => SettleAsync(group, cancellation)));

    private async Task SettleAsync(IReadOnlyList<ILabServer> group, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var waitMilliseconds = 1;
        var statuses = await StatusesAsync(group, cancellation);
        while (!Agree(statuses))
        {
            if (watch.Elapsed > limits.Agreement)
            {
                throw new LabFailureException(Disagreement(group, statuses, watch.Elapsed));
            }

            var tree = SpanningTree.Grow(group[Root(statuses)], group, links);
            await ExchangeAsync(tree.Levels.Reverse(), cancellation);
            await ExchangeAsync(tree.Levels, cancellation);
            statuses = await StatusesAsync(group, cancellation);
            if (!Agree(statuses))
            {
                report.Trace(Disagreement(group, statuses, watch.Elapsed));
                await Task.Delay(waitMilliseconds, cancellation);
                waitMilliseconds = Math.Min(2 * waitMilliseconds, LongestWaitMilliseconds);
            }
        }
    }

    private async Task ExchangeAsync(
        IEnumerable<IReadOnlyList<TreeEdge>> levels, CancellationToken cancellation)
    {
        foreach (var level in levels)
        {
            var exchanged = await Task.WhenAll(level.Select(edge => edge.Child.ExchangeAsync(edge.Parent, cancellation)));
            foreach (var (edge, _) in level.Zip(exchanged).Where(pair => !pair.Second))
            {
                report.Trace($"{edge.Child.Name} and {edge.Parent.Name} could not exchange; trying again.");
            }
        }
    }

    // Statuses are not taken at one moment, yet equal ones prove agreement: no client writes meanwhile, so a server
    // that knew more than the others would have shown it.
    private static Task<LabStatus[]> StatusesAsync(IReadOnlyList<ILabServer> group, CancellationToken cancellation) =>
        Task.WhenAll(group.Select(server => server.StatusAsync(cancellation)));

    private static bool Agree(LabStatus[] statuses) =>
        statuses.All(status => status.Agrees(statuses[0]))
        && (statuses[0].Tentative is 0 || !statuses.Any(status => status.IsPrimary));

    private static int Root(LabStatus[] statuses) =>
        Enumerable.Range(0, statuses.Length)
            .MaxBy(index => (statuses[index].IsPrimary, statuses[index].Commits));

    private static string Disagreement(IReadOnlyList<ILabServer> group, LabStatus[] statuses, TimeSpan after)
    {
        var lines = group.Zip(statuses, (server, status) =>
            $"  {server.Name}: commit number {status.Commits}, {status.Tentative} tentative, {status.Content}");
        return $"stabilize: no agreement after {after.TotalSeconds:0.0} s between"
            + $"{Environment.NewLine}{string.Join(Environment.NewLine, lines)}";
    }
}
