using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Execution;

/// <summary>Who may commit: a function of the committed prefix alone, so two replicas can never both hold it.</summary>
internal sealed class CommitAuthority
{
    /// <summary>The replica that gives the next commit number; <see cref="ReplicaId.Nobody"/> when none ever will.</summary>
    public ReplicaId Primary { get; private set; } = ReplicaId.Base;

    /// <summary>
    /// Takes note of a write at the moment of its commit; gives its effect, which is none for a hand-off by another replica or at another place
    /// and for a take-over that begins no epoch there.
    /// </summary>
    public Effect Commit(Write write, Effect effect, CommitNumber number, bool beginsEpoch)
    {
        if (write.TakeOver is not null)
        {
            return Succeed(beginsEpoch, write.Id.Origin, effect);
        }

        return write.HandOffTarget is { } target
            ? Succeed(write.Id.Origin == Primary && number == write.HandOffAfter.Next, target, effect)
            : effect;
    }

    private Effect Succeed(bool isRightful, ReplicaId successor, Effect effect)
    {
        Primary = isRightful ? successor : Primary;
        return isRightful ? effect : Effect.Nothing(Outcome.Conflicted);
    }
}
