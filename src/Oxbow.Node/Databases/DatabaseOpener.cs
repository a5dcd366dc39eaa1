using Microsoft.Extensions.Logging;
using Oxbow.Core;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Links;
using Oxbow.Node.Transport;
using Oxbow.Storage;
using Oxbow.Storage.Replicas;

namespace Oxbow.Node.Databases;

/// <summary>Opens a database: recovers its replica from the journal, joins it through another node, or creates it.</summary>
internal sealed class DatabaseOpener(NodeOptions options, ITransport transport, Dialer dialer, TimeProvider time, ILogger logger)
{
    public async Task<DatabaseHost> OpenAsync(
        string name,
        IReadOnlyList<string> joinAddresses,
        Action<DatabaseHost, Rejection> alarm,
        CancellationToken cancellation)
    {
        if (!LinkRequest.IsLegalDatabaseName(name))
        {
            throw new NodeException(NodeRefusalCodes.UnknownDatabase, $"'{name}' cannot be the name of a database: use 1 to {LinkRequest.MaximumDatabaseNameLength} letters, digits, '-', '_' or '.', beginning with a letter or digit.");
        }

        ReplicaJournal journal = new(OpenJournal(name));
        try
        {
            Replica replica = Recover(journal)
                ?? Replica.Create(await FindIdentityAsync(name, joinAddresses, cancellation).ConfigureAwait(false), options.Replica);
            if (options.WithoutPrimary && replica is { WriteCount: 0, Identity.Replica.IsBase: true })
            {
                replica.Tick(time.GetUtcNow());
                replica.AbolishPrimary();
            }

            NodeLogMessages.DatabaseOpened(logger, name, replica.Identity.Replica.ToString(), replica.WriteCount);
            return new(name, replica, journal, options, time, alarm);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    private IJournal OpenJournal(string name) => options.DataFolder is null
        ? new MemoryJournal(options.Journal)
        : FileJournal.Open(Path.Combine(options.DataFolder, name), options.Journal);

    private Replica? Recover(ReplicaJournal journal) =>
        journal.Recover() is { } recovered ? Replica.Recover(recovered.Identity, recovered.Records, options.Replica) : null;

    private async Task<ReplicaIdentity> FindIdentityAsync(string name, IReadOnlyList<string> joinAddresses, CancellationToken cancellation)
    {
        if (joinAddresses.Count == 0)
        {
            return new(new(Guid.NewGuid()), ReplicaId.Base);
        }

        List<string> failures = [];
        foreach (string address in joinAddresses)
        {
            try
            {
                ReplicaIdentity identity = await JoinDialog.AskAsync(transport, address, dialer.Request(name, LinkPurpose.Join), cancellation)
                    .WaitAsync(options.Links.Patience, time, cancellation).ConfigureAwait(false);
                NodeLogMessages.DatabaseJoined(logger, name, address, identity.Replica.ToString());
                return identity;
            }
            catch (Exception exception) when (exception is PeerUnreachableException or LinkRefusedException or LinkBrokenException or ExchangeFailedException or TimeoutException)
            {
                failures.Add($"{address}: {exception.Message}");
            }
        }

        throw new NodeException(NodeRefusalCodes.PeerUnreachable, $"Nobody granted a replica id for database {name}. {string.Join(' ', failures)}");
    }
}
