namespace Oxbow.Node.Errors;

/// <summary>Stable codes with which a node refuses a link or an order of its operator.</summary>
public static class NodeRefusalCodes
{
    /// <summary>The node hosts no database of that name.</summary>
    public const string UnknownDatabase = "unknown_database";

    /// <summary>The link between the two nodes is blocked.</summary>
    public const string LinkBlocked = "link_blocked";

    /// <summary>The node was set offline: it serves no clients and exchanges with nobody.</summary>
    public const string Offline = "offline";

    /// <summary>Anti-entropy is paused.</summary>
    public const string Paused = "paused";

    /// <summary>The node knows no peer of that name, or not its address.</summary>
    public const string UnknownPeer = "unknown_peer";

    /// <summary>The peer did not answer.</summary>
    public const string PeerUnreachable = "peer_unreachable";

    /// <summary>A live link between the two nodes is open for that database already.</summary>
    public const string AlreadyLinked = "already_linked";

    /// <summary>The node that dials has the name of the one that it dials.</summary>
    public const string NameTaken = "name_taken";

    /// <summary>The database is stopping or has stopped.</summary>
    public const string Stopping = "stopping";

    /// <summary>This node has opened a database of that name already.</summary>
    public const string DatabaseOpen = "database_open";

    /// <summary>There is no data of that database here, and nobody said that it is to be made or joined.</summary>
    public const string NoDatabase = "no_database";

    /// <summary>The database of that name is another one than the one that is meant.</summary>
    public const string OtherDatabase = "other_database";

    /// <summary>The database waits here until a peer grants a replica of it.</summary>
    public const string Joining = "joining";

    /// <summary>No peer could be told of the retirement.</summary>
    public const string NoPeerReachable = "no_peer_reachable";
}
