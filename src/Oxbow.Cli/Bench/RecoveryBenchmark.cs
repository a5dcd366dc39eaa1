using System.Diagnostics;
using Oxbow.Core;
using Oxbow.Storage;
using Oxbow.Storage.Replicas;
using Oxbow.Storage.Segments;

namespace Oxbow.Cli.Bench;

/// <summary>A replica of 1,000,000 writes back from its journal, ready to serve.</summary>
internal static class RecoveryBenchmark
{
    private const int Writes = 1_000_000;

    public static Figure Run(CancellationToken cancellation)
    {
        using BenchFolder folder = new();
        using (BenchReplica replica = BenchReplica.CreateFirst(folder.Path))
        {
            replica.Fill(0, Writes);
        }

        // What filling left behind is not the recovery's to clean up.
        GC.Collect();
        cancellation.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        using ReplicaJournal journal = new(FileJournal.Open(folder.Path, JournalOptions.Default));
        RecoveredReplica recovered = journal.Recover() ?? throw new InvalidOperationException("The journal came back empty.");
        Replica again = Replica.Recover(recovered.Identity, recovered.Records, new());
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return again.WriteCount == Writes
            ? new Figure("recovery_1m", Writes / seconds, "writes/s")
            : throw new InvalidOperationException($"{again.WriteCount} of {Writes} writes came back.");
    }
}
