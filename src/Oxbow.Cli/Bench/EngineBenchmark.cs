using System.Diagnostics;
using Oxbow.Core.Messages;

namespace Oxbow.Cli.Bench;

/// <summary>Stamp, order, apply, hash, journal and group commit, without a network: one fsync for each group of 1,024 writes.</summary>
internal static class EngineBenchmark
{
    private const int GroupSize = 1024;
    private const int Groups = 1000;
    private const int WarmUpGroups = 100;

    public static Figure Run(CancellationToken cancellation)
    {
        using BenchFolder folder = new();
        using BenchReplica replica = BenchReplica.CreateFirst(folder.Path);
        Latencies latencies = new();
        List<Input> group = [];
        long number = 0;
        long start = 0;
        for (int round = -WarmUpGroups; round < Groups; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            start = round == 0 ? Stopwatch.GetTimestamp() : start;
            long groupStart = Stopwatch.GetTimestamp();
            group.Clear();
            for (int index = 0; index < GroupSize; index++)
            {
                group.Add(Workload.Write(number++));
            }

            replica.Write(group);
            if (round >= 0)
            {
                latencies.AddSince(groupStart);
            }
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Figure("engine_writes", Groups * GroupSize / seconds, "writes/s", latencies.P50, latencies.P99);
    }
}
