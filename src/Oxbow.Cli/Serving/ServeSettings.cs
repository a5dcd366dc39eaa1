namespace Oxbow.Cli.Serving;

/// <summary>
/// What can be said about a server: in a file, in the environment and on the command line, all in the same
/// words. What one of them does not say is null.
/// </summary>
internal sealed record ServeSettings
{
    public string? Name { get; init; }

    public string? Data { get; init; }

    public string[]? Databases { get; init; }

    public string? Listen { get; init; }

    public string? PeerListen { get; init; }

    /// <summary>What other nodes dial, when it is not the address that was bound.</summary>
    public string? PeerAddress { get; init; }

    /// <summary>Where clients are told to come, when it is not the address that was bound.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>
    /// Said on the command line alone: what stands in a file or in the environment is said again at every start.
    /// </summary>
    public bool? Create { get; init; }

    /// <summary>Which database it has to be, in 32 hexadecimal digits.</summary>
    public string? DatabaseId { get; init; }

    public string[]? Join { get; init; }

    /// <summary>Each NAME=HOST:PORT.</summary>
    public string[]? Peers { get; init; }

    public bool? Paused { get; init; }

    /// <summary>How many live links each database keeps to peers it dialed.</summary>
    public int? LiveLinks { get; init; }

    /// <summary>Whether fresh writes also go straight to every peer.</summary>
    public bool? DirectMail { get; init; }

    /// <summary>Most requests a second of one client address; 0 for no limit.</summary>
    public int? RequestRate { get; init; }

    /// <summary>Seconds between two exchanges with a random peer.</summary>
    public double? ExchangeEverySeconds { get; init; }

    /// <summary>Whether databases created by this node are to have no primary.</summary>
    public bool? WithoutPrimary { get; init; }

    public string? Log { get; init; }

    /// <summary>These settings, and those of <paramref name="other"/> for what these do not say.</summary>
    public ServeSettings Or(ServeSettings other) => new()
    {
        Name = Name ?? other.Name,
        Data = Data ?? other.Data,
        Databases = Databases ?? other.Databases,
        Listen = Listen ?? other.Listen,
        PeerListen = PeerListen ?? other.PeerListen,
        PeerAddress = PeerAddress ?? other.PeerAddress,
        ClientAddress = ClientAddress ?? other.ClientAddress,
        Create = Create ?? other.Create,
        DatabaseId = DatabaseId ?? other.DatabaseId,
        Join = Join ?? other.Join,
        Peers = Peers ?? other.Peers,
        Paused = Paused ?? other.Paused,
        LiveLinks = LiveLinks ?? other.LiveLinks,
        DirectMail = DirectMail ?? other.DirectMail,
        RequestRate = RequestRate ?? other.RequestRate,
        ExchangeEverySeconds = ExchangeEverySeconds ?? other.ExchangeEverySeconds,
        WithoutPrimary = WithoutPrimary ?? other.WithoutPrimary,
        Log = Log ?? other.Log,
    };
}
