using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Membership;

/// <summary>
/// Ends a replica that is lost, on its behalf. Any other replica can ask for it; it takes effect when the primary
/// commits it.
/// </summary>
internal static class EvictionRequest
{
    public static void Answer(ReplicaState state, EvictReplica request)
    {
        if (FindFault(state, request.Replica) is { } fault)
        {
            state.Effects.Reply(new Rejected(request.Id, fault, []));
            return;
        }

        LogEntry entry = state.Accept((id, previous) => WriteEncoder.EncodeEviction(id, previous, request.Replica));
        state.Effects.Reply(
            new WriteAccepted(request.Id, new(entry.Write.Id, entry.CommitNumber, entry.Outcome), Session: null));
    }

    private static Rejection? FindFault(ReplicaState state, ReplicaId replica)
    {
        if (state.RefusalOfWrites() is { } refusal)
        {
            return refusal;
        }

        if (replica == state.Identity.Replica)
        {
            return new(RejectionCode.Invalid, "A replica does not evict itself: retire its node (oxbow retire).");
        }

        if (state.History.Primary == ReplicaId.Nobody)
        {
            return new(RejectionCode.NotPrimary, "The database has no primary: nothing is committed in it, an eviction neither.");
        }

        if (replica == state.History.Primary)
        {
            return new(RejectionCode.NotPrimary,
                $"{replica} is the primary: let another replica take over from it first (oxbow primary take-over).");
        }

        if (!state.History.Members.IsPresent(state.History.Primary))
        {
            return new(RejectionCode.NotPrimary,
                $"The creation of the primary, {state.History.Primary}, is not committed yet: try again once the nodes have met.");
        }

        return state.History.Members.IsPresent(replica)
            ? null
            : new(RejectionCode.Invalid,
                $"No replica {replica} is known here that has not left and whose creation is committed: look at the replicas in "
                + "the status of this node, and if it is among them try again once the nodes have met.");
    }
}
