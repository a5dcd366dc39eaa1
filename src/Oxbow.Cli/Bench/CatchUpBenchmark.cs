using System.Diagnostics;

namespace Oxbow.Cli.Bench;

/// <summary>An empty replica takes 200,000 writes from another process: until they are durable and known there.</summary>
internal static class CatchUpBenchmark
{
    private const int Writes = 200_000;

    public static async Task<Figure> RunAsync(CancellationToken cancellation)
    {
        await using BenchCluster cluster = new(isLive: false);
        using (var full = BenchReplica.CreateFirst(cluster.FolderOf("a")))
        {
            full.Fill(0, Writes);
        }

        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b", a);
        var start = Stopwatch.GetTimestamp();
        await b.ExchangeAsync(a, cancellation);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await BenchCluster.DemandEqualAsync(a, b, cancellation);
        return new Figure("catch_up_200k", Writes / seconds, "writes/s");
    }
}
