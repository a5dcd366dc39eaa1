using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Execution;

/// <summary>Who may commit: a function of the committed prefix alone, so two replicas can never both hold it.</summary>
internal sealed class CommitAuthority
{
    /// <summary>The replica that gives the next commit number; <see cref="ReplicaId.Nobody"/> when none ever will.</summary>
    public ReplicaId Primary { get; private set; } = ReplicaId.Base;

    /// <summary>Takes note of a write at the moment of its commit; gives its effect, which is none for a hand-off by another replica.</summary>
    public Effect Commit(Write write, Effect effect)
    {
        if (write.HandOffTarget is not { } target)
        {
            return effect;
        }

        if (write.Id.Origin != Primary)
        {
            return Effect.Nothing(Outcome.Conflicted);
        }

        Primary = target;
        return effect;
    }
}
