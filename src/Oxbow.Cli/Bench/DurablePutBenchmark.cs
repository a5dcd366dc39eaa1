using System.Diagnostics;
using System.Net;
using Oxbow.Cli.Gateway;
using Oxbow.Client;

namespace Oxbow.Cli.Bench;

/// <summary>Durable writes over HTTP to a server in a process of its own, with a number of requests in flight.</summary>
internal static class DurablePutBenchmark
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    public static async Task<Figure> RunAsync(string name, int inFlight, CancellationToken cancellation)
    {
        await using BenchCluster cluster = new(isLive: false);
        return await MeasureAsync(name, BenchCluster.ClientOf(await cluster.StartAsync("a")), inFlight, cancellation);
    }

    /// <summary>The same by way of a gateway, which runs in this process.</summary>
    public static async Task<Figure> RunBehindGatewayAsync(string name, int inFlight, CancellationToken cancellation)
    {
        await using BenchCluster cluster = new(isLive: false);
        OxbowClientOptions nodes = new() { Nodes = [(await cluster.StartAsync("a")).ClientAddress] };
        await using var gateway = await GatewayServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), nodes, cancellation);
        return await MeasureAsync(name, new OxbowClient(gateway.Address), inFlight, cancellation);
    }

    private static async Task<Figure> MeasureAsync(string name, OxbowClient client, int inFlight, CancellationToken cancellation)
    {
        await LoadAsync(client, inFlight, WarmUp, cancellation);
        var start = Stopwatch.GetTimestamp();
        var all = await LoadAsync(client, inFlight, Measured, cancellation);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Figure(name, all.Count / seconds, "writes/s", all.P50, all.P99);
    }

    private static async Task<Latencies> LoadAsync(OxbowClient client, int inFlight, TimeSpan length, CancellationToken cancellation)
    {
        var end = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var parts = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(worker => WriteUntilAsync(client, worker * 997L, end, cancellation)));
        Latencies all = new();
        foreach (var part in parts)
        {
            all.Add(part);
        }

        return all;
    }

    private static async Task<Latencies> WriteUntilAsync(OxbowClient client, long number, long end, CancellationToken cancellation)
    {
        Latencies latencies = new();
        while (Stopwatch.GetTimestamp() < end)
        {
            var start = Stopwatch.GetTimestamp();
            await client.PutAsync(Workload.Collection, Workload.Key(number++), Workload.Value, cancellation: cancellation);
            latencies.AddSince(start);
        }

        return latencies;
    }
}
