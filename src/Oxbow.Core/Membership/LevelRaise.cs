using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Membership;

/// <summary>
/// Raises the format level of the database. Only the primary does it: it commits at acceptance, so nothing can come between
/// its look at the replicas and the number at which all others look again.
/// </summary>
internal static class LevelRaise
{
    /// <summary>Why the level cannot be raised here and now, or null.</summary>
    public static Rejection? FindFault(ReplicaState state, int level)
    {
        if (state.History.Primary == ReplicaId.Nobody)
        {
            return new(RejectionCode.NotPrimary, "The database has no primary: nothing is committed in it, its format level neither.");
        }

        if (!state.IsPrimary || state.CommitsSuspended)
        {
            return state.CommitsSuspended
                ? new(RejectionCode.NotPrimary, "This primary gives no commit numbers before a peer has greeted it: let it meet one.")
                : new(RejectionCode.NotPrimary, $"Only the primary raises the format level; as far as is known here that is {NameOf(state, state.History.Primary)}: ask it.");
        }

        if (level <= state.History.Level)
        {
            return new(RejectionCode.Invalid, $"The format level is {state.History.Level} already: raise it to a higher one.");
        }

        string[] below = [.. state.History.Members.Below(level).Select(member => Describe(member.Key, member.Value))];
        return below.Length == 0
            ? null
            : new(RejectionCode.LevelNotSupported, $"Not every replica executes format level {level}: {string.Join(", ", below)}. Upgrade these nodes and let them meet this one, or retire them.");
    }

    /// <summary>Accepts the raise, which is committed with it.</summary>
    public static LogEntry Accept(ReplicaState state, int level) =>
        state.Accept((id, previous) => WriteEncoder.EncodeLevelRaise(id, previous, level));

    private static string NameOf(ReplicaState state, ReplicaId replica) =>
        state.NodeNameOf(replica) is { Length: > 0 } name ? $"{name} ({replica})" : replica.ToString();

    private static string Describe(ReplicaId replica, Member member) => member.Description is { } description
        ? $"{description.NodeName} ({replica}) executes {description.FormatLevel}"
        : $"{replica} has not said what it executes";
}
