using System.Diagnostics;

namespace Oxbow.Cli.Bench;

/// <summary>Two replicas that each accepted D writes without the other: one exchange until both hold one committed order, and a read.</summary>
internal static class MergeBenchmark
{
    private const int WritesInTurn = 100;

    public static async Task<Figure> RunAsync(string name, int diverged, CancellationToken cancellation)
    {
        await using BenchCluster cluster = new(isLive: false);
        Prepare(cluster, diverged);
        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b", a);
        var start = Stopwatch.GetTimestamp();
        await b.ExchangeAsync(a, cancellation);
        await BenchCluster.ClientOf(b).GetAsync(Workload.Collection, Workload.Key(0), cancellation: cancellation);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await BenchCluster.DemandEqualAsync(a, b, cancellation);
        return new Figure(name, seconds, "s");
    }

    /// <summary>The two write in turn, so that their stamps interleave: the worst case for the order.</summary>
    private static void Prepare(BenchCluster cluster, int diverged)
    {
        using var a = BenchReplica.CreateFirst(cluster.FolderOf("a"));
        using var b = a.CreateSecond(cluster.FolderOf("b"));
        for (var written = 0; written < diverged; written += WritesInTurn)
        {
            a.Fill(written, WritesInTurn);
            b.Fill(written, WritesInTurn);
        }
    }
}
