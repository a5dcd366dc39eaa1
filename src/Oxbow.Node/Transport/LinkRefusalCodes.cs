namespace Oxbow.Node.Transport;

/// <summary>The codes with which transports themselves refuse a link; handlers add codes of their own.</summary>
public static class LinkRefusalCodes
{
    /// <summary>The database name breaks the rules of <see cref="LinkRequest.Database"/>.</summary>
    public const string IllegalDatabaseName = "illegal-database-name";

    /// <summary>The name of the dialing node is missing or too long.</summary>
    public const string IllegalNodeName = "illegal-node-name";

    /// <summary>The address of the dialing node is missing or too long.</summary>
    public const string IllegalNodeAddress = "illegal-node-address";

    /// <summary>The purpose is none this node knows; the dialer may be of a newer version.</summary>
    public const string UnknownPurpose = "unknown-purpose";

    /// <summary>The peer is up but does not serve links yet, or no longer.</summary>
    public const string NotListening = "not-listening";

    /// <summary>The peer serves as many links as it is willing to; try later.</summary>
    public const string TooManyLinks = "too-many-links";

    /// <summary>The peer's handler failed before it took the link; its log says why.</summary>
    public const string ListenerFailed = "listener-failed";

    /// <summary>The dialer came by HTTP/1.1, or to an endpoint that is not for peers.</summary>
    public const string Http2Required = "http2-required";

    /// <summary>What answers at the address is no Oxbow node, or stands behind something that changes answers.</summary>
    public const string UnexpectedAnswer = "unexpected-answer";
}
