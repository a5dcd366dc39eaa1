using Oxbow.Core.Messages;
using Oxbow.Testing.Clocks;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Model;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Nodes;

/// <summary>What everything in one simulation shares.</summary>
internal sealed class World
{
    private long lastRequest;
    private long lastLink;

    public World(SwarmPlan plan, bool withTraceText)
    {
        Plan = plan;
        Oracle = new(plan.Replica.RequestWindow);
        Trace = new(Time, withTraceText);
    }

    public SwarmPlan Plan { get; }

    public TrueTime Time { get; } = new();

    public Trace Trace { get; }

    public Oracle Oracle { get; }

    public Checkers Checkers { get; } = new();

    public SimulationCounters Counters { get; } = new();

    /// <summary>All processes there ever were.</summary>
    public List<SimulatedProcess> Processes { get; } = [];

    /// <summary>Takes the answers to clients.</summary>
    public Action<SimulatedProcess, Reply> Answered { get; set; } = static (_, _) => { };

    public long Step { get; set; }

    public RequestId NextRequest() => new(++lastRequest);

    /// <summary>Name of the next process.</summary>
    public string NextName() => $"n{Processes.Count}";

    public LinkId NextLink() => new(++lastLink);
}
