using Oxbow.Core.Messages;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// What a replica has committed stays committed, restarts included, unless a larger epoch takes its place, or is on its
/// way.
/// </summary>
internal sealed class MonotoneCommitsChecker(World world) : Checker
{
    public override string Invariant => "I8";

    private readonly Dictionary<ReplicaModel, Commit> shown = [];

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        if (!replica.HasLostMemory && shown.TryGetValue(replica, out Commit? before) && !Follows(replica, before))
        {
            Fail($"{replica.Name} showed {before} in epoch {before.Epoch} and shows commit number {status.CommitNumber} in epoch {status.Epoch} now, which does not follow it");
        }

        shown[replica] = replica.Tip;
    }

    /// <summary>A take-over from a history that was forked is learned anew from the start.</summary>
    private bool Follows(ReplicaModel replica, Commit before) => before.IsBeforeOrAt(replica.Tip)
        || replica.Tip.Epoch > before.Epoch
        || replica.Followed > before.Epoch
        || world.Oracle.IsMemoryLost;
}
