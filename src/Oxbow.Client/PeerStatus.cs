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

    /// <summary>True while fresh writes go straight to it, by direct mail.</summary>
    public bool Mailed { get; init; }

    /// <summary>
    /// What it has instead of databases of the node: others of the same names, with which nothing is exchanged.
    /// </summary>
    public IReadOnlyList<OtherDatabaseStatus> OtherDatabases { get => field ?? []; init; }

    /// <summary>How many milliseconds longer what the node sends to it takes; 0 for a link as it is.</summary>
    public double DelayMilliseconds { get; init; }

    /// <summary>Up to how many milliseconds are added to that at random.</summary>
    public double JitterMilliseconds { get; init; }

    /// <summary>Share of what the node sends to it that is lost, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>Bytes a second that fit through; 0 for no limit.</summary>
    public long BytesPerSecond { get; init; }
}
