using Oxbow.Testing.Applications;
using Oxbow.Testing.Faults;

namespace Oxbow.Testing;

/// <summary>Which simulation to run. Everything else is drawn from the seed.</summary>
public sealed record SimulationOptions
{
    /// <summary>The seed. The same seed and options give the same run on every machine.</summary>
    public required long Seed { get; init; }

    /// <summary>Most replicas at a time. Default: null, what the seed draws (2 to 6).</summary>
    public int? MaximumReplicas { get; init; }

    /// <summary>Steps of act one, the one with faults. Default: null, what the seed draws (150 to 800).</summary>
    public int? Steps { get; init; }

    /// <summary>Kinds of faults that may happen. Default: null, those that the seed draws; a kind that it did not draw does not happen either way.</summary>
    public IReadOnlySet<FaultKind>? Faults { get; init; }

    /// <summary>
    /// Makes the application that works on the replicas. Default: null, the simulator's own clients. With an application,
    /// faults by which a disk forgets what it had confirmed happen only when <see cref="Faults"/> names them: no rule over
    /// documents survives them all.
    /// </summary>
    public Func<SimulatedApplication>? Application { get; init; }

    /// <summary>True to keep a line of text for each event. Default: false, because it costs ten times the time.</summary>
    public bool WithTrace { get; init; }
}
