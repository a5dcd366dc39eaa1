using Oxbow.Testing.Applications;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing;

/// <summary>Runs many seeds on several threads, each seed wholly on one of them.</summary>
public sealed class SeedRange
{
    private readonly Lock gate = new();
    private readonly SimulationCounters counters = new();
    private readonly List<SimulationResult> failures = [];
    private long next;

    /// <summary>A range.</summary>
    /// <param name="first">The first seed.</param>
    /// <param name="count">How many; the run may end before.</param>
    public SeedRange(long first, long count)
    {
        First = first;
        Count = count;
        next = first;
    }

    /// <summary>The first seed.</summary>
    public long First { get; }

    /// <summary>How many seeds there are.</summary>
    public long Count { get; }

    /// <summary>False to stop at the first seed that fails. Default: false.</summary>
    public bool KeepsGoing { get; init; }

    /// <summary>Makes the application that works on the replicas, once for each seed. Default: null, the simulator's own clients.</summary>
    public Func<SimulatedApplication>? Application { get; init; }

    /// <summary>How many seeds are done.</summary>
    public long Done
    {
        get
        {
            lock (gate)
            {
                return counters.Seeds;
            }
        }
    }

    /// <summary>Runs until all seeds are done, one fails, or it is cancelled. Gives those that failed, by seed.</summary>
    /// <param name="workers">How many threads to use.</param>
    /// <param name="cancellation">Ends the run after the seeds that are running.</param>
    public IReadOnlyList<SimulationResult> Run(int workers, CancellationToken cancellation)
    {
        Thread[] threads = [.. Enumerable.Range(0, workers).Select(_ => new Thread(() => Work(cancellation)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return [.. failures.OrderBy(failure => failure.Options.Seed)];
    }

    /// <summary>What all seeds have counted together.</summary>
    public SimulationCounters Sum()
    {
        SimulationCounters sum = new();
        lock (gate)
        {
            sum.Add(counters);
        }

        return sum;
    }

    private void Work(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && Take() is { } seed)
        {
            SimulationResult result = Simulation.Run(new SimulationOptions { Seed = seed, Application = Application });
            lock (gate)
            {
                counters.Add(result.Counters);
                if (result.Verdict != Verdict.Held)
                {
                    failures.Add(result);
                }
            }
        }
    }

    private long? Take()
    {
        lock (gate)
        {
            return (KeepsGoing || failures.Count == 0) && next < First + Count ? next++ : null;
        }
    }
}
