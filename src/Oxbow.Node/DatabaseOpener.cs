using Microsoft.Extensions.Logging;
using Oxbow.Core;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Databases;
using Oxbow.Node.Errors;
using Oxbow.Node.Joining;
using Oxbow.Node.Naming;
using Oxbow.Node.Telemetry;
using Oxbow.Node.Transport;
using Oxbow.Storage;
using Oxbow.Storage.Replicas;
using Oxbow.Storage.Segments;

namespace Oxbow.Node;

/// <summary>
/// Opens a database: recovers its replica from the journal, joins it through another node, or creates it.
/// </summary>
internal sealed class DatabaseOpener(NodeOptions options, JoiningDatabases joining, TimeProvider time, ILogger logger)
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

        if (!HasJournal(name) && FindFault(name, source) is { } fault)
        {
            // Before the folder is touched: nothing is left behind.
            throw fault;
        }

        ReplicaJournal journal = new(OpenJournal(name));
        try
        {
            Replica replica = Recover(journal)
                ?? Replica.Create(await FindIdentityAsync(name, source, cancellation).ConfigureAwait(false), options.Replica);
            RequireMeant(name, source, replica);
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

            return new(name, replica, journal, options.Description, options.MailboxCapacity, time, tell);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    private static void RequireMeant(string name, DatabaseSource source, Replica replica)
    {
        PublicDatabaseId own = PublicDatabaseId.Of(replica.Identity.Database);
        if (source.DatabaseId is { } meant && meant != own)
        {
            throw new NodeException(
                NodeRefusalCodes.OtherDatabase,
                $"The database {name} that is here is {own}, and DatabaseId (--database-id) asks for {meant}: check the id and the folder.");
        }
    }

    private bool HasJournal(string name) =>
        options.DataFolder is { } folder && FileJournal.Exists(Path.Combine(folder, name));

    private NodeException NoDatabase(string name, string reason) => new(
        NodeRefusalCodes.NoDatabase,
        $"There is no database {name} {(options.DataFolder is { } folder ? $"in {Path.GetFullPath(folder)}" : "in memory")}: {reason}"
        + $"{(reason.Length == 0 ? 'm' : 'M')}ake a new one (--create, Create = true), or join one of that name that another node has (--join HOST:PORT, JoinAddresses). "
        + "If its data was here and is gone, join: a new one would be another database of the same name.");

    private IJournal OpenJournal(string name) => options.DataFolder is null
        ? new MemoryJournal(options.Journal)
        : FileJournal.Open(Path.Combine(options.DataFolder, name), options.Journal);

    private Replica? Recover(ReplicaJournal journal) =>
        journal.Recover() is { } recovered ? Replica.Recover(recovered.Identity, recovered.Records, options.Replica, recovered.HasCutTail) : null;

    private Task<ReplicaIdentity> FindIdentityAsync(string name, DatabaseSource source, CancellationToken cancellation)
    {
        if (FindFault(name, source) is { } fault)
        {
            throw fault;
        }

        return source.IsCreated
            ? Task.FromResult(new ReplicaIdentity(new(Guid.NewGuid()), ReplicaId.Base))
            : joining.JoinAsync(name, source.JoinAddresses, source.DatabaseId, cancellation);
    }

    /// <summary>Why no replica can be had where there is no data, or null.</summary>
    private NodeException? FindFault(string name, DatabaseSource source) => source switch
    {
        { IsExisting: true } => NoDatabase(name, ""),
        { IsCreated: true, DatabaseId: { } id } => NoDatabase(
            name, $"DatabaseId (--database-id) asks for {id}, and a new database draws an id of its own: leave one of the two out. "),
        _ => null,
    };
}
