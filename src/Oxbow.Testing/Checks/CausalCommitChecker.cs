using Oxbow.Core.Identity;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// Commit order respects causality, but for a take-over, which stands before what its replica held tentatively.
/// </summary>
internal sealed class CausalCommitChecker : Checker
{
    public override string Invariant => "I7";

    public override void Commits(ReplicaModel replica, KnownWrite write, CommitNumber number, bool isNew)
    {
        bool isTakeOver = replica.Tip.BeginsEpoch(write.Write);
        if (isNew && !isTakeOver && replica.LacksCommittedCauses(write))
        {
            Fail($"{replica.Name} commits {write} as {number} before something that it depends on");
        }
    }
}
