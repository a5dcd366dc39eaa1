using Oxbow.Core.Identity;
using Oxbow.Core.Replicas;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Membership;

/// <summary>
/// What a replica tells the others of itself: the name of its node, its key, the format level that its software executes. A
/// replica that joins told it to the one that created it; what has changed since stands in an announcement.
/// </summary>
internal static class Announcement
{
    /// <summary>
    /// The node says who it is. A replica that has met no other one keeps it to itself for now, so that the log of a database
    /// with a single replica holds what its users wrote and nothing else.
    /// </summary>
    public static void Take(ReplicaState state, ReplicaDescription description)
    {
        state.Description = description;
        if (!state.Identity.Replica.IsBase || state.KnowsOthers())
        {
            TellOthers(state);
        }
    }

    /// <summary>Accepts an announcement when there is something that was not told yet.</summary>
    public static void TellOthers(ReplicaState state)
    {
        if (state.Description is { } description && state.Standing.IsActive && !description.Says(state.Identity.Announced))
        {
            state.Accept((id, previous) => WriteEncoder.EncodeDescription(id, previous, WriteKind.Announcement, description));
            state.Standing.Announce(description);
            state.Effects.PersistIdentity(state.Identity);
        }
    }
}
