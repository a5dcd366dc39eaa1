using Oxbow.Core.Identity;
using Oxbow.Core.Log;

namespace Oxbow.Core.Membership;

/// <summary>Who may commit: a function of the committed prefix alone, so two replicas can never both hold it.</summary>
internal sealed class CommitAuthority
{
    /// <summary>The replica that gives the next commit number; <see cref="ReplicaId.Nobody"/> when none ever will.</summary>
    public ReplicaId Primary { get; private set; } = ReplicaId.Base;

    /// <summary>Takes note of a write at the moment of its commit and says what came of it.</summary>
    public Outcome OutcomeOf(LogEntry committed)
    {
        if (committed.Write.HandOffTarget is not { } target)
        {
            return committed.Outcome;
        }

        if (committed.Write.Id.Origin != Primary)
        {
            return Outcome.Conflicted;
        }

        Primary = target;
        return Outcome.Applied;
    }
}
