using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>Commit numbers have no gaps.</summary>
internal sealed class DenseCommitsChecker : Checker
{
    public override string Invariant => "I5";

    public override void Commits(ReplicaModel replica, KnownWrite write, CommitNumber number, bool isNew)
    {
        if (number != replica.Tip.Number.Next)
        {
            Fail($"{replica.Name} commits {write} as {number} after {replica.Tip.Number}");
        }
    }

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        if (status.CommitNumber != replica.Tip.Number || status.TentativeCount != replica.WriteCount - replica.Tip.Number.Value)
        {
            Fail($"{replica.Name} shows commit number {status.CommitNumber} and {status.TentativeCount} tentative writes, its journal {replica.Tip.Number} of {replica.WriteCount}");
        }
    }
}
