using Oxbow.Core.Identity;

namespace Oxbow.Core.Vectors;

/// <summary>One entry of a version vector: every write of a replica up to and including a stamp.</summary>
/// <param name="Replica">The accepting replica.</param>
/// <param name="Stamp">The largest accept stamp covered.</param>
public readonly record struct VectorEntry(ReplicaId Replica, AcceptStamp Stamp);
