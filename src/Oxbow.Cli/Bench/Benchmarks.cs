namespace Oxbow.Cli.Bench;

/// <summary>All benchmarks, in the order in which they run.</summary>
internal static class Benchmarks
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("engine_writes", "stamp, order, apply, hash, journal, one fsync for 1,024 writes", cancellation => Task.FromResult(EngineBenchmark.Run(cancellation))),
        new("durable_put_1", "durable writes over HTTP, 1 in flight", cancellation => DurablePutBenchmark.RunAsync("durable_put_1", 1, cancellation)),
        new("durable_put_64", "durable writes over HTTP, 64 in flight", cancellation => DurablePutBenchmark.RunAsync("durable_put_64", 64, cancellation)),
        new("gateway_put_64", "the same through a gateway", cancellation => DurablePutBenchmark.RunBehindGatewayAsync("gateway_put_64", 64, cancellation)),
        new("catch_up_200k", "an empty replica takes 200,000 writes from another", CatchUpBenchmark.RunAsync),
        new("merge_5k", "two replicas merge after 5,000 writes each", cancellation => MergeBenchmark.RunAsync("merge_5k", 5_000, cancellation)),
        new("merge_50k", "two replicas merge after 50,000 writes each", cancellation => MergeBenchmark.RunAsync("merge_50k", 50_000, cancellation)),
        new("propagation", "write at A until readable at B", PropagationBenchmark.RunAsync),
        new("recovery_1m", "1,000,000 writes back from the journal", cancellation => Task.FromResult(RecoveryBenchmark.Run(cancellation))),
    ];
}
