namespace Oxbow.Node.Peers;

/// <summary>Another node, as this one knows it. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where it can be dialed; null while only its name is known.</param>
/// <param name="IsBlocked">True while nothing may pass between it and this node.</param>
public sealed record Peer(string Name, string? Address, bool IsBlocked)
{
    /// <summary>How the link to it is made worse, to try out poor networks.</summary>
    public LinkShape Shape { get; init; } = LinkShape.None;

    /// <summary>Where clients find it, such as <c>http://127.0.0.1:4800</c>; null while that is not known.</summary>
    public string? ClientAddress { get; init; }
}
