namespace Oxbow.Node.Transport;

/// <summary>The codes with which transports themselves refuse a link; handlers add codes of their own.</summary>
public static class LinkRefusalCodes
{
    /// <summary>The database name breaks the rules of <see cref="LinkRequest.Database"/>.</summary>
    public const string IllegalDatabaseName = "illegal_database_name";

    /// <summary>What should tell which database is meant is none of 32 hexadecimal digits.</summary>
    public const string IllegalDatabaseId = "illegal_database_id";

    /// <summary>The name of the dialing node is missing or too long.</summary>
    public const string IllegalNodeName = "illegal_node_name";

    /// <summary>The address of the dialing node is missing or too long.</summary>
    public const string IllegalNodeAddress = "illegal_node_address";

    /// <summary>The purpose is none this node knows; the dialer may be of a newer version.</summary>
    public const string UnknownPurpose = "unknown_purpose";

    /// <summary>The peer is up but does not serve links yet, or no longer.</summary>
    public const string NotListening = "not_listening";

    /// <summary>The peer serves as many links as it is willing to; try later.</summary>
    public const string TooManyLinks = "too_many_links";

    /// <summary>The peer's handler failed before it took the link; its log says why.</summary>
    public const string ListenerFailed = "listener_failed";

    /// <summary>The dialer came by HTTP/1.1, or to an endpoint that is not for peers.</summary>
    public const string Http2Required = "http2_required";

    /// <summary>
    /// What answers at the address is no Oxbow node, or stands behind something that changes answers.
    /// </summary>
    public const string UnexpectedAnswer = "unexpected_answer";
}
