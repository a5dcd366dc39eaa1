namespace Oxbow.Client;

/// <summary>What is to change at one end of a link; null (default) leaves a thing as it is. Immutable.</summary>
public sealed record LinkChange
{
    /// <summary>Whether nothing may pass, in either direction.</summary>
    public bool? Blocked { get; init; }

    /// <summary>How much longer what the node sends takes; zero to one hour. A node waits 10 s for an answer that is owed, so a delay near that keeps links from working.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Up to this much is added to the delay at random; zero to one hour.</summary>
    public TimeSpan? Jitter { get; init; }

    /// <summary>Share of what the node sends that is lost, 0 to 1: direct mail for good, all else until it is sent again.</summary>
    public double? Loss { get; init; }

    /// <summary>Bytes a second that fit through; 0 for no limit.</summary>
    public long? BytesPerSecond { get; init; }
}
