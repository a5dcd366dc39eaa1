using Oxbow.Node.Naming;

namespace Oxbow.Node.Transport;

/// <summary>
/// The listener does not want this link. Thrown by a handler before it uses the link, and at the dialer by
/// <see cref="ITransport.ConnectAsync"/>, with the same code and reason.
/// </summary>
/// <param name="code">Stable, for programs; see <see cref="LinkRefusalCodes"/> for those of the transports.</param>
/// <param name="reason">One sentence for people.</param>
public sealed class LinkRefusedException(string code, string reason)
    : Exception($"The link was refused ({code}): {reason}")
{
    /// <summary>Stable, for programs.</summary>
    public string Code { get; } = code;

    /// <summary>One sentence for people.</summary>
    public string Reason { get; } = reason;

    /// <summary>
    /// Which database the listener has by that name, if it refuses because it is another one; otherwise null.
    /// </summary>
    public PublicDatabaseId? OtherDatabase { get; init; }
}
