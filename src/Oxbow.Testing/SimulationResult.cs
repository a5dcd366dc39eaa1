using Oxbow.Testing.Reporting;

namespace Oxbow.Testing;

/// <summary>What came of one simulation.</summary>
/// <param name="Options">What was run.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Invariant">The invariant that did not hold, such as "I4"; empty when none is named.</param>
/// <param name="Message">What was seen; empty when everything held.</param>
/// <param name="TraceHash">Hash over everything that happened: equal for equal runs.</param>
/// <param name="Counters">Faults and branches that were reached.</param>
/// <param name="Trace">One line for each event, when asked for.</param>
public sealed record SimulationResult(
    SimulationOptions Options,
    Verdict Verdict,
    string Invariant,
    string Message,
    ulong TraceHash,
    SimulationCounters Counters,
    IReadOnlyList<string> Trace);
