using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>The commit number of a replica never falls, restarts included.</summary>
internal sealed class MonotoneCommitsChecker : Checker
{
    public override string Invariant => "I8";

    private readonly Dictionary<ReplicaModel, CommitNumber> shown = [];

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        if (!replica.HasLostMemory && shown.TryGetValue(replica, out CommitNumber before) && status.CommitNumber < before)
        {
            Fail($"{replica.Name} showed commit number {before} and shows {status.CommitNumber} now");
        }

        shown[replica] = status.CommitNumber;
    }
}
