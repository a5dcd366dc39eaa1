namespace Oxbow.Core.Identity;

/// <summary>Which replica of which database this is: the first thing a journal holds.</summary>
/// <param name="Database">The database.</param>
/// <param name="Replica">The replica's own id.</param>
public sealed record ReplicaIdentity(DatabaseId Database, ReplicaId Replica)
{
    /// <summary>True once the id was found in use elsewhere: the replica takes no writes under it, also after a restart.</summary>
    public bool IsQuarantined { get; init; }
}
