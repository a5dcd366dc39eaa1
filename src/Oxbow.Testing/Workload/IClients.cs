using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Workload;

/// <summary>Whoever works with the replicas in act one.</summary>
internal interface IClients
{
    /// <summary>Some client does something. Gives the process that has mail now.</summary>
    SimulatedProcess? Act(IReadOnlyList<SimulatedProcess> running);

    /// <summary>Somebody shows a token that was tampered with, which must not be read; false when there is none.</summary>
    bool TryForge(SimulatedProcess process);

    /// <summary>Act one is over: nobody asks anything any more.</summary>
    void End();
}
