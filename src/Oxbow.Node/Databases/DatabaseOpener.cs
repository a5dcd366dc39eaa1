using Microsoft.Extensions.Logging;
using Oxbow.Core;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Links;
using Oxbow.Node.Transport;
using Oxbow.Storage;
using Oxbow.Storage.Replicas;
using Oxbow.Storage.Segments;

namespace Oxbow.Node.Databases;

/// <summary>Opens a database: recovers its replica from the journal, joins it through another node, or creates it.</summary>
internal sealed class DatabaseOpener(NodeOptions options, ITransport transport, Dialer dialer, TimeProvider time, ILogger logger)
{
    public async Task<DatabaseHost> OpenAsync(
        string name,
        DatabaseSource source,
        Action<DatabaseHost, ReplicaEvent> tell,
        CancellationToken cancellation)
    {
        if (!LinkRequest.IsLegalDatabaseName(name))
        {
            throw new NodeException(NodeRefusalCodes.UnknownDatabase, $"'{name}' cannot be the name of a database: use 1 to {LinkRequest.MaximumDatabaseNameLength} letters, digits, '-', '_' or '.', beginning with a letter or digit.");
        }

        if (source == DatabaseSource.Existing && !HasFolder(name))
        {
            throw NoDatabase(name);
        }

        ReplicaJournal journal = new(OpenJournal(name));
        try
        {
            Replica replica = Recover(journal)
                ?? Replica.Create(await FindIdentityAsync(name, source, cancellation).ConfigureAwait(false), options.Replica);
            if (options.WithoutPrimary && replica is { WriteCount: 0, Identity.Replica.IsBase: true })
            {
                replica.Tick(time.GetUtcNow());
                replica.AbolishPrimary();
            }

            NodeLogMessages.DatabaseOpened(logger, name, replica.Identity.Replica.ToString(), replica.WriteCount);
            if (replica.CommitsSuspended)
            {
                NodeLogMessages.PrimaryCommitsSuspended(logger, name);
            }

            return new(name, replica, journal, options, time, tell);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    private bool HasFolder(string name) => options.DataFolder is { } folder && Directory.Exists(Path.Combine(folder, name));

    private NodeException NoDatabase(string name) => new(
        NodeRefusalCodes.NoDatabase,
        $"There is no database {name} {(options.DataFolder is { } folder ? $"in {Path.GetFullPath(folder)}" : "in memory")}: "
        + "make a new one (--create, Create = true), or join one of that name that another node has (--join HOST:PORT, JoinAddresses). "
        + "If its data was here and is gone, join: a new one would be another database of the same name.");

    private IJournal OpenJournal(string name) => options.DataFolder is null
        ? new MemoryJournal(options.Journal)
        : FileJournal.Open(Path.Combine(options.DataFolder, name), options.Journal);

    private Replica? Recover(ReplicaJournal journal) =>
        journal.Recover() is { } recovered ? Replica.Recover(recovered.Identity, recovered.Records, options.Replica, recovered.HasCutTail) : null;

    private async Task<ReplicaIdentity> FindIdentityAsync(string name, DatabaseSource source, CancellationToken cancellation)
    {
        if (source.IsCreated)
        {
            return new(new(Guid.NewGuid()), ReplicaId.Base);
        }

        if (source.JoinAddresses.Count == 0)
        {
            throw NoDatabase(name);
        }

        long start = time.GetTimestamp();
        List<string> failures = [];
        while (true)
        {
            failures.Clear();
            foreach (string address in source.JoinAddresses)
            {
                if (await TryJoinAsync(name, address, failures, cancellation).ConfigureAwait(false) is { } identity)
                {
                    return identity;
                }
            }

            if (time.GetElapsedTime(start) >= options.Links.JoinPatience)
            {
                throw new NodeException(NodeRefusalCodes.PeerUnreachable, $"Nobody granted a replica id for database {name}. {string.Join(' ', failures)}");
            }

            await Task.Delay(options.Links.ReviewPeriod, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<ReplicaIdentity?> TryJoinAsync(string name, string address, List<string> failures, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = new(options.Links.Patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            ReplicaIdentity identity = await JoinDialog.AskAsync(transport, address, dialer.Request(name, LinkPurpose.Join), options.Description, either.Token).ConfigureAwait(false);
            if (Replica.FindGrantFault(identity, time.GetUtcNow(), options.Replica) is { } fault)
            {
                throw new ExchangeFailedException(fault);
            }

            NodeLogMessages.DatabaseJoined(logger, name, address, identity.Replica.ToString());
            return identity;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            failures.Add($"{address}: no answer within {options.Links.Patience.TotalSeconds} s.");
        }
        catch (Exception exception) when (exception is PeerUnreachableException or LinkRefusedException or LinkBrokenException or ExchangeFailedException)
        {
            failures.Add($"{address}: {exception.Message}");
        }

        return null;
    }
}
