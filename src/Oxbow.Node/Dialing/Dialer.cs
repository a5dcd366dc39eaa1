using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Errors;
using Oxbow.Node.Links;
using Oxbow.Node.Naming;
using Oxbow.Node.Peers;
using Oxbow.Node.Transport;
using Oxbow.Wire;

namespace Oxbow.Node.Dialing;

/// <summary>Opens links to peers and takes those that peers open.</summary>
internal sealed class Dialer(
    ReplicaDescription description,
    ITransport transport,
    PeerTable peers,
    OtherDatabases others,
    LinkAdmission gate,
    TimeSpan patience,
    TimeProvider time)
{
    /// <summary>Opens a link and serves it in the background.</summary>
    /// <exception cref="NodeException">
    /// The link may not exist, or the peer is unknown, did not answer or refused.
    /// </exception>
    public async Task<PeerConnection> DialAsync(
        DatabaseHost database, string peerName, LinkPurpose purpose, CancellationToken cancellation)
    {
        using LinkAttempt attempt = Begin(peerName, purpose, cancellation);
        IPeerLink link = await TalkAsync(
            attempt,
            database,
            address => transport.ConnectAsync(address, Request(database, purpose), attempt.Token),
            cancellation).ConfigureAwait(false);
        others.Forget(peerName, database.Name);
        peers.LearnClientAddress(peerName, link.PeerClientAddress);
        PeerConnection connection = new(
            database.NextLink(), peerName, purpose, isDialer: true, Shaped(link, peerName, purpose), patience, time);
        if (gate.TryRegister(connection, database) is { } late)
        {
            connection.Abort();
            await link.DisposeAsync().ConfigureAwait(false);
            throw Refused(late, peerName);
        }

        _ = database.ServeAsync(connection);
        return connection;
    }

    /// <summary>Asks a peer for a new id for a replica that is in quarantine, and gives it to the replica.</summary>
    /// <exception cref="NodeException">
    /// The peer may not be asked, is unknown, did not answer, refused, or hosts another database.
    /// </exception>
    public async Task<ReplicaId> RejoinAsync(DatabaseHost database, string peerName, CancellationToken cancellation)
    {
        using LinkAttempt attempt = Begin(peerName, LinkPurpose.Join, cancellation);
        ReplicaIdentity granted = await TalkAsync(
            attempt,
            database,
            address =>
                JoinDialog.AskAsync(
                    transport, address, Request(database, LinkPurpose.Join), description, attempt.Token),
            cancellation).ConfigureAwait(false);
        if (granted.Database != database.DatabaseId)
        {
            // It does not look at what a request says: its creation write is spent.
            throw new NodeException(
                NodeRefusalCodes.OtherDatabase,
                $"{peerName} replicates another database of the name {database.Name}: check the addresses.");
        }

        await database.GrantIdentityAsync(granted).ConfigureAwait(false);
        if (database.Standing == Standing.Quarantined)
        {
            throw new NodeException(
                RejectionText.CodeOf(RejectionCode.Invalid),
                $"{peerName} granted the id {granted.Replica}, which this replica cannot take: the alarm before says "
                + "why.");
        }

        return granted.Replica;
    }

    /// <summary>Serves a link that a peer opened, until it ends.</summary>
    /// <exception cref="LinkRefusedException">The link may not exist.</exception>
    public async Task AcceptAsync(DatabaseHost? database, LinkRequest request, IPeerLink link)
    {
        if (request.FromName == description.NodeName)
        {
            throw new LinkRefusedException(
                NodeRefusalCodes.NameTaken,
                $"This node is named {description.NodeName} as well: give one of the two another name.");
        }

        if (database is null)
        {
            throw new LinkRefusedException(
                NodeRefusalCodes.UnknownDatabase, $"Node {description.NodeName} hosts no database {request.Database}.");
        }

        RefuseOther(database, request);
        PeerConnection connection = new(
            database.NextLink(),
            request.FromName,
            request.Purpose,
            isDialer: false,
            Shaped(link, request.FromName, request.Purpose),
            patience,
            time);
        if (gate.TryRegister(connection, database) is { } refusal)
        {
            connection.Abort();
            throw new LinkRefusedException(
                refusal,
                $"Node {description.NodeName} takes no link for {request.Purpose} from {request.FromName} now.");
        }

        // One that joins has no id before the end: until then there is nobody to dial.
        Task serving = database.ServeAsync(connection);
        if (connection.Traits.DialerHasNoReplica)
        {
            await serving.ConfigureAwait(false);
        }

        peers.LearnFromPeer(request.FromName, request.FromAddress);
        peers.LearnClientAddress(request.FromName, request.FromClientAddress);
        await serving.ConfigureAwait(false);
    }

    /// <summary>What this node says of itself when it opens a link.</summary>
    public LinkRequest Request(string database, LinkPurpose purpose) =>
        new(database, purpose, description.NodeName, transport.LocalAddress);

    private LinkRequest Request(DatabaseHost database, LinkPurpose purpose) =>
        Request(database.Name, purpose) with { DatabaseId = PublicDatabaseId.Of(database.DatabaseId) };

    /// <summary>
    /// Before anything passes: a replica is not created for somebody who could not use it, and both ends know which
    /// database the other one has.
    /// </summary>
    private void RefuseOther(DatabaseHost database, LinkRequest request)
    {
        PublicDatabaseId own = PublicDatabaseId.Of(database.DatabaseId);
        if (request.DatabaseId is not { } meant)
        {
            return;
        }

        bool hasReplica = !LinkTraits.Of(request.Purpose).DialerHasNoReplica;
        if (meant == own)
        {
            others.Forget(request.FromName, database.Name);
            return;
        }

        if (hasReplica)
        {
            peers.LearnFromPeer(request.FromName, request.FromAddress);
            others.Meet(request.FromName, database.Name, meant, own);
        }

        throw new LinkRefusedException(
            NodeRefusalCodes.OtherDatabase,
            $"The database {database.Name} of node {description.NodeName} is {own}, and not {meant}: two were made of one "
            + "name.")
        {
            OtherDatabase = own,
        };
    }

    private ShapedLink Shaped(IPeerLink link, string peerName, LinkPurpose purpose) =>
        new(link, () => peers.ShapeOf(peerName), mayLose: !LinkTraits.Of(purpose).IsAcknowledged, time);

    private LinkAttempt Begin(string peerName, LinkPurpose purpose, CancellationToken cancellation) =>
        gate.TryBegin(peerName, purpose, patience, time, cancellation, out string? refusal)
            ?? throw Refused(refusal!, peerName);

    private async Task<T> TalkAsync<T>(
        LinkAttempt attempt, DatabaseHost database, Func<string, Task<T>> talk, CancellationToken cancellation)
    {
        string peerName = attempt.PeerName;
        string address = peers.Find(peerName)?.Address
            ?? throw new NodeException(
                NodeRefusalCodes.UnknownPeer, $"No address is known for peer {peerName}: make it known first.");
        try
        {
            return await talk(address).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw gate.FindRefusal(peerName, attempt.Purpose) is { } refusal
                ? Refused(refusal, peerName)
                : new NodeException(
                    NodeRefusalCodes.PeerUnreachable,
                    $"{peerName} at {address} does not answer within {patience.TotalSeconds} s.",
                    exception);
        }
        catch (LinkRefusedException exception)
        {
            if (exception.OtherDatabase is { } other)
            {
                others.Meet(peerName, database.Name, other, PublicDatabaseId.Of(database.DatabaseId));
            }

            throw new NodeException(exception.Code, $"{peerName} at {address} refuses: {exception.Reason}", exception);
        }
        catch (ExchangeFailedException exception)
        {
            throw new NodeException(
                RejectionText.CodeOf(exception.Rejection.Code),
                $"{peerName} at {address} refuses: {exception.Message}",
                exception);
        }
        catch (Exception exception)
            when (exception is PeerUnreachableException or LinkBrokenException or ObjectDisposedException)
        {
            throw new NodeException(
                NodeRefusalCodes.PeerUnreachable,
                $"{peerName} at {address} does not answer: {exception.Message}",
                exception);
        }
    }

    private NodeException Refused(string code, string peerName) => new(code, code switch
    {
        NodeRefusalCodes.Offline => $"Node {description.NodeName} is offline: set its state to active or auto first.",
        NodeRefusalCodes.Paused => $"Anti-entropy of node {description.NodeName} is paused: resume it first.",
        NodeRefusalCodes.AlreadyLinked => $"A live link to {peerName} is open already: it carries everything.",
        NodeRefusalCodes.Stopping => $"The database is stopping: it opens no more links.",
        _ => $"The link to {peerName} is blocked: restore it first.",
    });
}
