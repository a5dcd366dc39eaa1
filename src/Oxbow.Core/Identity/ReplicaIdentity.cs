namespace Oxbow.Core.Identity;

/// <summary>Which replica of which database this is: the first thing a journal holds.</summary>
/// <param name="Database">The database.</param>
/// <param name="Replica">The replica's own id.</param>
public sealed record ReplicaIdentity(DatabaseId Database, ReplicaId Replica)
{
    /// <summary>True once the id was found in use elsewhere: the replica takes no writes under it, also after a restart.</summary>
    public bool IsQuarantined { get; init; }

    /// <summary>
    /// Hash of the write that created the replica, which it need not hold: what its first write follows.
    /// <see cref="WriteHash.None"/> for the base replica.
    /// </summary>
    public WriteHash CreationHash { get; init; }

    /// <summary>
    /// The largest stamp given or seen when the id was taken in place of another: what was seen under the old id need
    /// not stand in the log, and a restart must not forget it. Not given for a first id.
    /// </summary>
    public AcceptStamp ClockFloor { get; init; }
}
