using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Execution;

/// <summary>Who may commit: a function of the committed prefix alone, so two replicas can never both hold it.</summary>
internal sealed class CommitAuthority
{
    /// <summary>
    /// The replica that gives the next commit number; <see cref="ReplicaId.Nobody"/> when none ever will.
    /// </summary>
    public ReplicaId Primary { get; private set; } = ReplicaId.Base;

    /// <summary>
    /// The stamp of the write that made it the primary; whatever it accepts as the primary has a larger one.
    /// </summary>
    private AcceptStamp since;

    /// <summary>The same, which goes its own way from here on.</summary>
    public CommitAuthority Copy() => new() { Primary = Primary, since = since };

    /// <summary>
    /// Takes note of a write at the moment of its commit; gives its effect, which is none for a hand-off by another
    /// replica, from an earlier time or at another place, and for a take-over that begins no epoch there.
    /// </summary>
    public Effect Commit(Write write, Effect effect, CommitNumber number, bool beginsEpoch)
    {
        if (write.TakeOver is not null)
        {
            return Succeed(beginsEpoch, write, write.Id.Origin, effect);
        }

        return write.HandOffTarget is { } target
            ? Succeed(IsRightful(write, number), write, target, effect)
            : effect;
    }

    /// <summary>
    /// A hand-off that fell back comes to its commit anew, and perhaps under a primary that has become one again since.
    /// </summary>
    private bool IsRightful(Write handOff, CommitNumber number) =>
        handOff.Id.Origin == Primary && number == handOff.HandOffAfter.Next && handOff.Id.Stamp > since;

    private Effect Succeed(bool isRightful, Write write, ReplicaId successor, Effect effect)
    {
        (Primary, since) = isRightful ? (successor, write.Id.Stamp) : (Primary, since);
        return isRightful ? effect : Effect.Nothing(Outcome.Conflicted);
    }
}
