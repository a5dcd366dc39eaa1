using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;

namespace Oxbow.Core.Membership;

/// <summary>
/// Judges an id that another replica has granted. Two bearers of one id would give two writes one name, and a stamp at
/// the edge would spoil the clock for good, so whoever grants such an id is not believed.
/// </summary>
internal static class GrantCheck
{
    /// <summary>What a program that is no replica yet can see.</summary>
    public static Rejection? FindFault(ReplicaId id, DateTimeOffset now, TimeSpan maximumAhead) =>
        FindFormFault(id)
        ?? (id.Created > AcceptStamp.FromTime(now + maximumAhead) ? TooFarAhead(id, maximumAhead) : null);

    /// <summary>What a replica in quarantine can see, which has a log.</summary>
    public static Rejection? FindFault(ReplicaState state, ReplicaId id)
    {
        if (FindFormFault(id) is { } fault)
        {
            return fault;
        }

        if (state.Clock.IsTooFarAhead(id.Created))
        {
            return TooFarAhead(id, state.Options.MaximumClockAhead);
        }

        if (!state.Log.Replicas.HasRoomFor(id))
        {
            return ReplicaLimit.Reached;
        }

        // A creation that is known already is no fault: it may have come before the grant. A write under the id is.
        bool isInUse = state.Log.Covers(new(id, id.Created.Next));
        return isInUse || state.Log.HasLostId(id) || id == state.Identity.Replica || id == state.History.Primary
            ? new(
                RejectionCode.Invalid,
                $"The granted id {id} has, or had, a bearer already, or was never created: ask another replica.")
            : null;
    }

    private static Rejection? FindFormFault(ReplicaId id)
    {
        if (id.IsBase || id == ReplicaId.Nobody)
        {
            return new(RejectionCode.Invalid, $"The granted id is {id}, which no replica can grant: ask another one.");
        }

        for (ReplicaId each = id; !each.IsBase; each = each.Creator())
        {
            if (each.Created == AcceptStamp.Maximum || each.Created <= each.Creator().Created)
            {
                return new(RejectionCode.Invalid,
                    $"The granted id {id} holds stamps that no replica gives: ask another replica.");
            }
        }

        return null;
    }

    private static Rejection TooFarAhead(ReplicaId id, TimeSpan maximumAhead) => new(
        RejectionCode.ClockAhead,
        $"The granted id {id} was created more than {maximumAhead} ahead of the clock here: "
        + "set the clocks right, or ask another replica.");
}
