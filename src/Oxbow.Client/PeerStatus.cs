namespace Oxbow.Client;

/// <summary>A peer as a node sees it.</summary>
/// <param name="Name">The peer's name.</param>
/// <param name="Address">Its peer address, as <c>host:port</c>.</param>
/// <param name="Blocked">True when the link to it is blocked at this node.</param>
/// <param name="Live">True while a stream to it is open.</param>
public sealed record PeerStatus(string Name, string? Address, bool Blocked, bool Live)
{
    /// <summary>Where clients find it; null while that is not known.</summary>
    public string? ClientAddress { get; init; }
}
