using Oxbow.Core.Identity;
using Oxbow.Core.Log;

namespace Oxbow.Storage.Replicas;

/// <summary>What a journal holds of a replica.</summary>
/// <param name="Identity">The last identity persisted.</param>
/// <param name="Records">Every record, in the order in which they were persisted.</param>
public sealed record RecoveredReplica(ReplicaIdentity Identity, IReadOnlyList<LogRecord> Records)
{
    /// <summary>True when something at the end of the journal could not be read and was cut: <see cref="IJournal.HasCutTail"/>.</summary>
    public bool HasCutTail { get; init; }
}
