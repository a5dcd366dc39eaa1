using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Replicas;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Membership;

/// <summary>Hand-off of the authority to commit: the last write that a primary commits.</summary>
internal static class HandOff
{
    /// <summary>Accepts the hand-off at the primary; <see cref="ReplicaId.Nobody"/> leaves the database without one for good.</summary>
    public static LogEntry Accept(ReplicaState state, ReplicaId successor) =>
        state.Accept((id, previous) => WriteEncoder.EncodeHandOff(id, previous, successor, state.Log.LastCommitted));
}
