namespace Oxbow.Client;

/// <summary>Runs a node: its peers and links, its anti-entropy, its retirement. Safe for concurrent use.</summary>
public sealed class OxbowAdmin
{
    private readonly NodeConnection connection;

    /// <summary>Creates an administrator of one node. Nothing is sent yet.</summary>
    /// <param name="node">The node's client address, such as <c>http://127.0.0.1:4800</c>.</param>
    /// <exception cref="ArgumentException">The address is not absolute, or neither http nor https.</exception>
    public OxbowAdmin(Uri node)
    {
        ArgumentNullException.ThrowIfNull(node);
        connection = new NodeConnection(node);
    }

    /// <summary>What the node says of itself, its replicas and its peers.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The node cannot be reached.</exception>
    public Task<NodeStatus> StatusAsync(CancellationToken cancellation = default) =>
        connection.SendAsync(new NodeRequest(HttpMethod.Get, "/admin/status"), ClientJson.Default.NodeStatus, cancellation);

    /// <summary>Makes a peer known, or gives it a new address. The link to it is intact.</summary>
    /// <param name="name">The peer's name.</param>
    /// <param name="address">Its peer address, as <c>host:port</c>.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public Task SetPeerAsync(string name, string address, CancellationToken cancellation = default) =>
        CommandAsync(
            HttpMethod.Put,
            $"/admin/peers/{Uri.EscapeDataString(name)}",
            NodeConnection.Json(new PeerRequest(address), ClientJson.Default.PeerRequest),
            cancellation);

    /// <summary>Blocks or opens this node's end of a link. When it has returned, nothing passes a blocked one.</summary>
    /// <param name="name">The peer's name; it need not be known yet.</param>
    /// <param name="blocked">True to block, false to open.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses.</exception>
    public Task SetLinkAsync(string name, bool blocked, CancellationToken cancellation = default) =>
        SetLinkAsync(name, new LinkChange { Blocked = blocked }, cancellation);

    /// <summary>Blocks or opens this node's end of a link, or makes what it sends slower or lossy.</summary>
    /// <param name="name">The peer's name; it need not be known yet.</param>
    /// <param name="change">What is to change; what it does not say stays as it is.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The node cannot be reached, or refuses, for instance because nothing is said.</exception>
    public Task SetLinkAsync(string name, LinkChange change, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return CommandAsync(
            HttpMethod.Put,
            $"/admin/links/{Uri.EscapeDataString(name)}",
            NodeConnection.Json(LinkRequest.Of(change), ClientJson.Default.LinkRequest),
            cancellation);
    }

    /// <summary>Stops anti-entropy at this node. When it has returned, nothing passes.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The node cannot be reached.</exception>
    public Task PauseAsync(CancellationToken cancellation = default) =>
        CommandAsync(HttpMethod.Post, "/admin/pause", body: null, cancellation);

    /// <summary>Lets anti-entropy at this node run again.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The node cannot be reached.</exception>
    public Task ResumeAsync(CancellationToken cancellation = default) =>
        CommandAsync(HttpMethod.Post, "/admin/resume", body: null, cancellation);

    /// <summary>How the node stands, and whom it knows; cheap, and answered even when it is offline.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The node cannot be reached.</exception>
    public Task<NodeReport> StateAsync(CancellationToken cancellation = default) =>
        connection.SendAsync(new NodeRequest(HttpMethod.Get, "/state"), ClientJson.Default.NodeReport, cancellation);

    /// <summary>
    /// Sets the node's state until it ends or is set again. A node that is offline serves no clients and exchanges
    /// with nobody, but keeps its data.
    /// </summary>
    /// <param name="state"><c>active</c>, <c>overloaded</c>, <c>offline</c>, or <c>auto</c> to leave it to the load.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The node cannot be reached, or there is no such state.</exception>
    public Task SetStateAsync(string state, CancellationToken cancellation = default) =>
        CommandAsync(
            HttpMethod.Put,
            "/admin/state",
            NodeConnection.Json(new StateRequest(state), ClientJson.Default.StateRequest),
            cancellation);

    /// <summary>Runs one full exchange, both ways, of all databases. On return everything is durable at both ends.</summary>
    /// <param name="name">The peer to exchange with.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">Codes <c>link_blocked</c>, <c>paused</c>, <c>peer_unreachable</c>.</exception>
    public Task<ExchangeResult> ExchangeAsync(string name, CancellationToken cancellation = default) =>
        connection.SendAsync(
            new NodeRequest(HttpMethod.Post, $"/admin/exchange/{Uri.EscapeDataString(name)}"),
            ClientJson.Default.ExchangeResult,
            cancellation);

    /// <summary>
    /// Retires the node for ever: it hands all it has to one peer and ends. A primary hands its office to that peer.
    /// </summary>
    /// <param name="to">The peer to tell; null (default) leaves the choice to the node.</param>
    /// <param name="cancellation">Gives up waiting; the node may retire all the same.</param>
    /// <returns>The name of the peer that was told.</returns>
    /// <exception cref="OxbowException">Code <c>no_peer_reachable</c>: nobody was told, and the node goes on.</exception>
    public async Task<string> RetireAsync(string? to = null, CancellationToken cancellation = default)
    {
        var answer = await connection.SendAsync(
            new NodeRequest(HttpMethod.Post, "/admin/retire", NodeConnection.Json(new RetireRequest(to), ClientJson.Default.RetireRequest)),
            ClientJson.Default.RetireAnswer,
            cancellation).ConfigureAwait(false);
        return answer.ToldPeer;
    }

    /// <summary>Who commits in a database, as the node knows.</summary>
    /// <param name="database">The database.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">The node cannot be reached, or hosts no such database.</exception>
    public Task<PrimaryStatus> PrimaryAsync(string database, CancellationToken cancellation = default) =>
        connection.SendAsync(new NodeRequest(HttpMethod.Get, PrimaryPath(database)), ClientJson.Default.PrimaryStatus, cancellation);

    /// <summary>
    /// Makes the node's replica the primary because the present one is lost for good. Commits that this node does not know become
    /// tentative again wherever they are, and are committed anew; no write is lost.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="from">The replica that is the primary now, so that nobody is replaced by mistake.</param>
    /// <param name="cancellation">Gives up waiting; it may have been done all the same.</param>
    /// <exception cref="OxbowException">Code <c>not_primary</c>: another one is the primary by now, or this node is.</exception>
    public Task<PrimaryStatus> TakeOverPrimaryAsync(string database, string from, CancellationToken cancellation = default) =>
        OrderPrimaryAsync(database, new PrimaryRequest(from, MoveTo: null), cancellation);

    /// <summary>Lets the node, which is the primary, hand that office to another replica and go on as one of the others.</summary>
    /// <param name="database">The database.</param>
    /// <param name="to">The id of the replica that is to be the primary.</param>
    /// <param name="cancellation">Gives up waiting; it may have been done all the same.</param>
    /// <exception cref="OxbowException">Code <c>not_primary</c>: the node is not the primary; <c>invalid</c>: it knows no such replica.</exception>
    public Task<PrimaryStatus> MovePrimaryAsync(string database, string to, CancellationToken cancellation = default) =>
        OrderPrimaryAsync(database, new PrimaryRequest(TakeOverFrom: null, to), cancellation);

    /// <summary>
    /// Ends a replica whose node is lost for good, on its behalf. To be asked of any other node; it counts once the
    /// primary has committed it. Should the replica come back, it takes a new id and makes again what nobody had
    /// committed of it: nothing is lost.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="replica">The id of the replica, as <see cref="ReplicaStatus.Replicas"/> tells it.</param>
    /// <param name="cancellation">Gives up waiting; it may have been done all the same.</param>
    /// <returns>The write that ends it; its outcome is <c>conflicted</c> if the replica has left or become the primary first.</returns>
    /// <exception cref="OxbowException">
    /// Code <c>invalid</c>: no such replica is known, or it is the node's own; <c>not_primary</c>: it is the primary.
    /// </exception>
    public Task<WriteResult> EvictAsync(string database, string replica, CancellationToken cancellation = default) =>
        connection.SendAsync(
            new NodeRequest(
                HttpMethod.Post,
                $"/admin/databases/{Uri.EscapeDataString(database)}/evictions",
                NodeConnection.Json(new EvictionRequest(replica), ClientJson.Default.EvictionRequest)),
            ClientJson.Default.WriteResult,
            cancellation);

    private Task<PrimaryStatus> OrderPrimaryAsync(string database, PrimaryRequest order, CancellationToken cancellation) =>
        connection.SendAsync(
            new NodeRequest(HttpMethod.Post, PrimaryPath(database), NodeConnection.Json(order, ClientJson.Default.PrimaryRequest)),
            ClientJson.Default.PrimaryStatus,
            cancellation);

    private static string PrimaryPath(string database) => $"/admin/databases/{Uri.EscapeDataString(database)}/primary";

    /// <summary>
    /// Raises the format level of a database, which lets writes of a newer kind count. To be asked of the primary's node, once
    /// every node is upgraded; it cannot be taken back.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="level">The level that it is to have.</param>
    /// <param name="cancellation">Gives up waiting; the level may be raised all the same.</param>
    /// <returns>The write that raised it, with its commit number.</returns>
    /// <exception cref="OxbowException">
    /// Code <c>level_not_supported</c>: the message names the replicas that do not execute it; <c>not_primary</c>: it names the primary.
    /// </exception>
    public Task<WriteResult> RaiseLevelAsync(string database, int level, CancellationToken cancellation = default) =>
        connection.SendAsync(
            new NodeRequest(
                HttpMethod.Post,
                $"/admin/level/{Uri.EscapeDataString(database)}",
                NodeConnection.Json(new LevelRequest(level), ClientJson.Default.LevelRequest)),
            ClientJson.Default.WriteResult,
            cancellation);

    private async Task CommandAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellation)
    {
        using var answer = await connection
            .SendAsync(new NodeRequest(method, path, body), session: null, cancellation)
            .ConfigureAwait(false);
    }
}
