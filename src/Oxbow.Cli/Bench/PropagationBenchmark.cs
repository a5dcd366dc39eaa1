using System.Diagnostics;
using System.Globalization;
using System.Text;
using Oxbow.Client;

namespace Oxbow.Cli.Bench;

/// <summary>From the call that writes at one process until a read at another one, over a live link, shows it.</summary>
internal static class PropagationBenchmark
{
    private const int WarmUpSamples = 300;
    private const int Samples = 2000;

    public static async Task<Figure> RunAsync(CancellationToken cancellation)
    {
        await using BenchCluster cluster = new(isLive: true);
        var a = await cluster.StartAsync("a");
        var b = await cluster.StartAsync("b", a);
        var writer = BenchCluster.ClientOf(a);
        var reader = BenchCluster.ClientOf(b);
        Latencies latencies = new();
        for (var sample = -WarmUpSamples; sample < Samples; sample++)
        {
            var start = Stopwatch.GetTimestamp();
            await WriteAndSeeAsync(writer, reader, sample, cancellation);
            if (sample >= 0)
            {
                latencies.AddSince(start);
            }
        }

        return new Figure("propagation", latencies.P50, "us", latencies.P50, latencies.P99);
    }

    private static async Task WriteAndSeeAsync(OxbowClient writer, OxbowClient reader, int sample, CancellationToken cancellation)
    {
        var value = Encoding.UTF8.GetBytes(sample.ToString(CultureInfo.InvariantCulture));
        await writer.PutAsync(Workload.Collection, Workload.Key(0), value, cancellation: cancellation);
        while (await reader.GetAsync(Workload.Collection, Workload.Key(0), cancellation: cancellation) is not { } found
            || !found.Json.Span.SequenceEqual(value))
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
