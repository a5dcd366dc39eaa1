using System.Net;
using Oxbow.AspNetCore.Peers;
using Oxbow.Node;
using Oxbow.Node.Naming;
using Oxbow.Node.Transport;

namespace Oxbow.AspNetCore;

/// <summary>Settings of a server: a node, its databases and its two endpoints. Immutable.</summary>
public sealed record ServerOptions
{
    /// <summary>Default port for clients.</summary>
    public const int DefaultPort = 4800;

    /// <summary>Default port for other nodes.</summary>
    public const int DefaultPeerPort = 4801;

    /// <summary>The node: its name, where its data is, when it exchanges. Required.</summary>
    public required NodeOptions Node { get; init; }

    /// <summary>How it talks with other nodes.</summary>
    public PeerTransportOptions PeerTransport { get; init; } = new();

    /// <summary>The databases it hosts, opened all at once. Default: <c>main</c>; at least one.</summary>
    public IReadOnlyList<string> Databases { get; init; } = ["main"];

    /// <summary>
    /// Endpoint for clients and operators, HTTP/1.1. Default: port 4800 of the loopback address. Port 0 lets the system
    /// choose.
    /// </summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, DefaultPort);

    /// <summary>
    /// Endpoint for other nodes, HTTP/2 without TLS. Default: port 4801 of the loopback address. Port 0 lets
    /// the system choose. "Any address" needs <see cref="PeerTransportOptions.AdvertisedAddress"/>.
    /// </summary>
    public IPEndPoint PeerListen { get; init; } = new(IPAddress.Loopback, DefaultPeerPort);

    /// <summary>
    /// Peer addresses (host:port) to ask, in this order and before those of <see cref="Peers"/>, for a replica id of a
    /// database that is not here yet. The node waits until one grants it. Default: none. Not used for a database that
    /// is here.
    /// </summary>
    public IReadOnlyList<string> JoinAddresses { get; init; } = [];

    /// <summary>
    /// True to make the databases that are not here yet; this node is their primary then. Default: false, and a
    /// database that is neither here nor joined is an error. Not together with <see cref="JoinAddresses"/>. Say it when
    /// the database is made, and not in settings that a restart reads again: with them an empty disk would become a
    /// second database.
    /// </summary>
    public bool Create { get; init; }

    /// <summary>
    /// Which database it has to be; <see cref="PublicDatabaseId.TryParse"/> reads what a node's status shows. Default:
    /// null, for any. It is checked when data is opened and when a peer is joined; a new database draws its own. For
    /// one database.
    /// </summary>
    public PublicDatabaseId? DatabaseId { get; init; }

    /// <summary>Peer addresses (host:port) of nodes that are known from the start, by name. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Peers { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Most connections open at a time, of clients and nodes together; further ones are closed at once. Default: 4096.
    /// </summary>
    public int MaximumConnections { get; init; } = 4096;

    /// <summary>
    /// Most requests a second that one client address may make of the databases; further ones are answered 429,
    /// <c>rate_limited</c>. As many may come at once. Default: 0, which sets no limit. Health checks and orders of
    /// an operator are not counted.
    /// </summary>
    public int MaximumRequestsPerSecondPerClient { get; init; }

    /// <summary>
    /// Longest time a request may wait for writes of its session or for the fate of a write. Default: 60 s; longer
    /// wishes are shortened to it.
    /// </summary>
    public TimeSpan MaximumWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Where clients find this node (http://host:port), told to other nodes and to clients that look for nodes.
    /// Null (default) tells the bound address, or nothing when <see cref="Listen"/> is "any address".
    /// </summary>
    public string? AdvertisedClientAddress { get; init; }

    /// <summary>
    /// How long requests in progress may take to end when the server stops. Default: 1 s; zero to 1 minute.
    /// </summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(1);

    internal DatabaseSource Source => DatabaseSource.Of(Create, JoinAddresses, Peers.Values, DatabaseId);

    /// <summary>Checks every setting; gives all faults, one text each.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [.. Node.Validate(), .. PeerTransport.Validate()];
        Require(Databases.Count > 0, "Databases is empty: name at least one.");
        Require(Databases.Distinct(StringComparer.Ordinal).Count() == Databases.Count, "Databases names one twice.");
        foreach (string database in Databases.Where(database => !LinkRequest.IsLegalDatabaseName(database)))
        {
            faults.Add($"'{database}' cannot be the name of a database: use 1 to {LinkRequest.MaximumDatabaseNameLength} letters, digits, '-', '_' or '.', beginning with a letter or digit.");
        }

        Require(!Create || JoinAddresses.Count == 0, "A node makes a new database (--create, Create) or joins one that another node has (--join, JoinAddresses): say one of the two.");
        Require(
            DatabaseSource.FindFault(DatabaseId, Databases.Count) is null,
            DatabaseSource.FindFault(DatabaseId, Databases.Count)!);
        foreach (string address in JoinAddresses.Concat(Peers.Values).Where(address => !PeerRoute.IsAddress(address)))
        {
            faults.Add($"'{address}' is no address of a peer: it has the form host:port.");
        }

        foreach (string name in Peers.Keys)
        {
            Require(name.Length is > 0 and <= LinkRequest.MaximumNodeNameLength, $"A peer's name has 1 to {LinkRequest.MaximumNodeNameLength} characters.");
            Require(name != Node.Name, $"'{name}' is the node itself and cannot be its peer.");
        }

        Require(
            PeerTransport.AdvertisedAddress is not null || !(PeerListen.Address.Equals(IPAddress.Any) || PeerListen.Address.Equals(IPAddress.IPv6Any)),
            "PeerListen is any address, so PeerTransport.AdvertisedAddress has to say which one other nodes dial.");
        Require(MaximumConnections > 0, "MaximumConnections must be at least 1.");
        Require(MaximumRequestsPerSecondPerClient >= 0, "MaximumRequestsPerSecondPerClient must be 0 for no limit, or more.");
        Require(MaximumWait >= TimeSpan.Zero && MaximumWait <= TimeSpan.FromHours(1), "MaximumWait must be zero to one hour.");
        Require(AdvertisedClientAddress is null || LinkRequest.IsLegalClientAddress(AdvertisedClientAddress), $"AdvertisedClientAddress '{AdvertisedClientAddress}' has to be http:// or https:// with a host.");
        Require(ShutdownTimeout >= TimeSpan.Zero && ShutdownTimeout <= TimeSpan.FromMinutes(1), "ShutdownTimeout must be zero to one minute.");
        return faults;

        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }
}
