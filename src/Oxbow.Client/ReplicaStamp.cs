namespace Oxbow.Client;

/// <summary>One entry of a version vector: everything that a replica accepted up to a stamp.</summary>
/// <param name="Replica">The id of the accepting replica.</param>
/// <param name="Stamp">The accept stamp.</param>
public sealed record ReplicaStamp(string Replica, long Stamp);
