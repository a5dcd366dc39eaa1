using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Oxbow.Node.Naming;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Embedded;

/// <summary>Settings of a replica in the caller's process. Immutable.</summary>
public sealed record OxbowNodeOptions
{
    /// <summary>The node: its name, where its data is, when it exchanges. Required.</summary>
    public required NodeOptions Node { get; init; }

    /// <summary>The databases to open, all at once. Default: <c>main</c>.</summary>
    public IReadOnlyList<string> Databases { get; init; } = ["main"];

    /// <summary>
    /// How it reaches other nodes; stays the caller's to dispose. Null (default) for a node that meets no other.
    /// </summary>
    public ITransport? Transport { get; init; }

    /// <summary>
    /// True to make the databases that are not here yet; this node is their primary then. Default: false, and a
    /// database that is neither here nor joined is an error. Not together with <see cref="JoinAddresses"/>. Say it when
    /// the database is made, and not in settings that a restart reads again: with them an empty disk would become a
    /// second database.
    /// </summary>
    public bool Create { get; init; }

    /// <summary>
    /// Peer addresses to ask for a replica id of a database that is not here yet, before those of <see cref="Peers"/>.
    /// Default: none.
    /// </summary>
    public IReadOnlyList<string> JoinAddresses { get; init; } = [];

    /// <summary>
    /// Which database it has to be; <see cref="PublicDatabaseId.TryParse"/> reads what a node's status shows. Default:
    /// null, for any. It is checked when data is opened and when a peer is joined; a new database draws its own. For
    /// one database.
    /// </summary>
    public PublicDatabaseId? DatabaseId { get; init; }

    /// <summary>Peer addresses of nodes that are known from the start, by name. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Peers { get; init; } = new Dictionary<string, string>();

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where it logs. Default: nowhere.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
