using Oxbow.Core.Messages;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>The chained hash at a commit number is that of the one history.</summary>
internal sealed class CommittedAgreementChecker : Checker
{
    public override string Invariant => "I6";

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        if (status.Hash != replica.ExecutedTip.Hash)
        {
            Fail($"{replica.Name} shows hash {status.Hash} at {status.ExecutedNumber}, the history has {replica.ExecutedTip.Hash}");
        }
    }
}
