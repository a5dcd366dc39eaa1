using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Membership;

/// <summary>What an operator can do about the authority to commit.</summary>
internal sealed class AuthorityRequests(ReplicaState state)
{
    public void TakeOver(TakeOverPrimary request)
    {
        if (FindTakeOverFault(request.From) is { } fault)
        {
            state.Effects.Reply(new Rejected(request.Id, fault, []));
            return;
        }

        Answer(request.Id, state.TakeOver());
    }

    public void Move(MovePrimary request)
    {
        if (FindMoveFault(request.To) is { } fault)
        {
            state.Effects.Reply(new Rejected(request.Id, fault, []));
            return;
        }

        Answer(request.Id, HandOff.Accept(state, request.To));
    }

    private Rejection? FindTakeOverFault(ReplicaId from)
    {
        if (state.RefusalOfWrites() is { } refusal)
        {
            return refusal;
        }

        if (state.IsPrimary)
        {
            return new(RejectionCode.NotPrimary, "This replica is the primary already: there is nothing to take over.");
        }

        if (state.History.Primary == ReplicaId.Nobody)
        {
            return new(RejectionCode.NotPrimary, "This database was made without a primary, for good: nothing is committed in it.");
        }

        if (state.Log.Epochs.Goal.Number >= WriteFormat.MaximumEpoch)
        {
            return new(RejectionCode.TooMany, $"There have been {WriteFormat.MaximumEpoch} take-overs: no more are possible.");
        }

        return state.History.Primary == from
            ? null
            : new(RejectionCode.NotPrimary, $"The primary is {state.History.Primary} and not {from}: look again at what is to be replaced.");
    }

    private Rejection? FindMoveFault(ReplicaId to)
    {
        if (state.RefusalOfWrites() is { } refusal)
        {
            return refusal;
        }

        if (!state.IsPrimary)
        {
            return new(RejectionCode.NotPrimary, $"Only the primary hands its authority on, and that is {state.History.Primary}: ask it, or take over if it is lost for good.");
        }

        if (to == state.Identity.Replica)
        {
            return new(RejectionCode.Invalid, "This replica is the primary already.");
        }

        return state.Log.Replicas.TryFind(to, out ReplicaIndex index) && state.Log.Known.Has(index) && state.Log.Known[index] != AcceptStamp.Maximum
            && !state.Log.HasLostId(to)
            ? null
            : new(RejectionCode.Invalid, $"No replica {to} is known here that has not left: wait until this replica has heard of it.");
    }

    private void Answer(RequestId id, LogEntry entry) =>
        state.Effects.Reply(new WriteAccepted(id, new(entry.Write.Id, entry.CommitNumber, entry.Outcome), Session: null));
}
