using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Membership;

/// <summary>
/// Retirement of a replica (SOSP 1997, section 4.2). A primary first hands its authority to the peer that it
/// tells: the hand-off is the last write it commits, the retirement the last it accepts.
/// </summary>
internal static class Retirement
{
    /// <summary>
    /// Accepts the hand-off, if this is the primary, and the retirement. Does nothing the second time.
    /// </summary>
    public static void Accept(ReplicaState state, ReplicaId successor)
    {
        if (!state.Standing.IsActive)
        {
            return;
        }

        if (state.IsPrimary)
        {
            HandOff.Accept(state, successor);
        }

        state.Accept((id, previous) => WriteEncoder.EncodeMembership(id, previous, WriteKind.Retirement));
        state.Standing.BeginRetirement();
    }

    /// <summary>
    /// Why the database would have nobody left to commit if this replica retired to an heir, or null: a primary hands
    /// its authority only to one that executes everything that is committed, and while it does not do so itself, to
    /// nobody.
    /// </summary>
    public static Rejection? FindHandOffFault(ReplicaState state, Hello heir)
    {
        if (state.History.Primary != state.Identity.Replica || !state.Standing.IsActive)
        {
            return null;
        }

        return state.RefusalBelowLevel()
            ?? (heir.SupportedLevel < state.History.Level
                ? new(RejectionCode.BelowLevel, $"The peer's software executes format level {heir.SupportedLevel}, the database has {state.History.Level}: hand the commits over to another replica, or upgrade the peer.")
                : null);
    }

    /// <summary>
    /// After a restart: a replica that had accepted its retirement goes on looking for a peer to tell, unless it is in
    /// quarantine. Its own write says so; what the vector says of its id may be meant of another bearer of it, or of
    /// its creator's.
    /// </summary>
    public static void Resume(ReplicaState state)
    {
        if (state.Standing.IsActive && state.Log.ChainOf(state.Identity.Replica) is { HasRetired: true })
        {
            state.Standing.BeginRetirement();
        }
    }
}
