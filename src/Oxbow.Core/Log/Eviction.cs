using Oxbow.Core.Identity;

namespace Oxbow.Core.Log;

/// <summary>A replica that others have ended.</summary>
/// <param name="Replica">Which one.</param>
/// <param name="Last">Stamp of its last write that counts: the last one committed before; none for none.</param>
/// <param name="At">Commit number of the write that ended it.</param>
internal readonly record struct Eviction(ReplicaId Replica, AcceptStamp Last, CommitNumber At);
