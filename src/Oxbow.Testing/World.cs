using Oxbow.Core.Messages;
using Oxbow.Testing.Applications;
using Oxbow.Testing.Checks;
using Oxbow.Testing.Clocks;
using Oxbow.Testing.Faults;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing;

/// <summary>What everything in one simulation shares.</summary>
internal sealed class World
{
    private long lastRequest;
    private long lastLink;

    public World(SwarmPlan plan, bool withTraceText, SimulatedApplication? application)
    {
        Plan = plan;
        Oracle = new(plan.Replica.RequestWindow);
        Trace = new(Time, withTraceText);
        Application = application;
        ApplicationChecks = application is null ? null : new(this, application);
        Checkers = new(CheckerList.Make(this));
    }

    public SwarmPlan Plan { get; }

    /// <summary>Whose clients work here; null for the simulator's own.</summary>
    public SimulatedApplication? Application { get; }

    public ApplicationChecks? ApplicationChecks { get; }

    public TrueTime Time { get; } = new();

    public Trace Trace { get; }

    public Oracle Oracle { get; }

    public Checkers Checkers { get; }

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
