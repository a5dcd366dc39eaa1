namespace Oxbow.Client;

/// <summary>What a node says of itself and of its replicas.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="ClientAddress">Where clients find it.</param>
/// <param name="PeerAddress">Where other nodes find it.</param>
/// <param name="Paused">True while anti-entropy is paused.</param>
/// <param name="State"><c>active</c>, <c>overloaded</c> or <c>offline</c>.</param>
/// <param name="StateAutomatic">True while its load decides on the state, false while one set by hand stands.</param>
/// <param name="ProcessId">The node's process.</param>
/// <param name="Databases">Its replicas, one for each database that it hosts.</param>
/// <param name="Peers">The nodes that it knows.</param>
public sealed record NodeStatus(
    string Name,
    string? ClientAddress,
    string? PeerAddress,
    bool Paused,
    string State,
    bool StateAutomatic,
    int ProcessId,
    IReadOnlyList<ReplicaStatus> Databases,
    IReadOnlyList<PeerStatus> Peers)
{
    /// <summary>The databases that wait until a peer grants a replica of them.</summary>
    public IReadOnlyList<JoiningDatabase> Joining { get => field ?? []; init; }
}
