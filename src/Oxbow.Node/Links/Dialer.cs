using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Peers;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Links;

/// <summary>Opens links to peers and takes those that peers open.</summary>
internal sealed class Dialer(string nodeName, ITransport transport, PeerBook peers, LinkGate gate, TimeSpan patience)
{
    /// <summary>Opens a link and serves it in the background.</summary>
    /// <exception cref="NodeException">The link may not exist, or the peer is unknown, did not answer or refused.</exception>
    public async Task<PeerConnection> DialAsync(DatabaseHost database, string peerName, LinkPurpose purpose, CancellationToken cancellation)
    {
        if (gate.FindRefusal(peerName, purpose) is { } refusal)
        {
            throw Refused(refusal, peerName);
        }

        string address = peers.Find(peerName)?.Address
            ?? throw new NodeException(NodeRefusalCodes.UnknownPeer, $"No address is known for peer {peerName}: make it known first.");
        IPeerLink link = await ConnectAsync(peerName, address, Request(database.Name, purpose), cancellation).ConfigureAwait(false);
        PeerConnection connection = new(database.NextLink(), peerName, purpose, isDialer: true, link);
        if (gate.TryRegister(connection, database.Register) is { } late)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw Refused(late, peerName);
        }

        _ = database.ServeAsync(connection);
        return connection;
    }

    /// <summary>Serves a link that a peer opened, until it ends.</summary>
    /// <exception cref="LinkRefusedException">The link may not exist.</exception>
    public async Task AcceptAsync(DatabaseHost? database, LinkRequest request, IPeerLink link)
    {
        if (database is null)
        {
            throw new LinkRefusedException(NodeRefusalCodes.UnknownDatabase, $"Node {nodeName} hosts no database {request.Database}.");
        }

        if (request.Purpose != LinkPurpose.Join)
        {
            peers.Learn(request.FromName, request.FromAddress);
        }

        PeerConnection connection = new(database.NextLink(), request.FromName, request.Purpose, isDialer: false, link);
        if (gate.TryRegister(connection, database.Register) is { } refusal)
        {
            throw new LinkRefusedException(refusal, $"Node {nodeName} takes no link for {request.Purpose} from {request.FromName} now.");
        }

        await database.ServeAsync(connection).ConfigureAwait(false);
        if (request.Purpose == LinkPurpose.Join)
        {
            // Only now: before it has its id there is nobody to dial.
            peers.Learn(request.FromName, request.FromAddress);
        }
    }

    /// <summary>What this node says of itself when it opens a link.</summary>
    public LinkRequest Request(string database, LinkPurpose purpose) => new(database, purpose, nodeName, transport.LocalAddress);

    private async Task<IPeerLink> ConnectAsync(string peerName, string address, LinkRequest request, CancellationToken cancellation)
    {
        try
        {
            return await transport.ConnectAsync(address, request, cancellation).WaitAsync(patience, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PeerUnreachableException or TimeoutException or LinkBrokenException)
        {
            throw new NodeException(NodeRefusalCodes.PeerUnreachable, $"{peerName} at {address} does not answer: {exception.Message}", exception);
        }
        catch (LinkRefusedException exception)
        {
            throw new NodeException(exception.Code, $"{peerName} at {address} refuses: {exception.Reason}", exception);
        }
    }

    private NodeException Refused(string code, string peerName) =>
        new(code, code == NodeRefusalCodes.Paused ? $"Anti-entropy of node {nodeName} is paused: resume it first." : $"The link to {peerName} is blocked: restore it first.");
}
