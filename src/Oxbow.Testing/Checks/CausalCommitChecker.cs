using Oxbow.Core.Identity;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>Commit order respects causality.</summary>
internal sealed class CausalCommitChecker : Checker
{
    public override string Invariant => "I7";

    public override void Commits(ReplicaModel replica, KnownWrite write, CommitNumber number, bool isNew)
    {
        if (isNew && replica.LacksCommits(write.Dependencies))
        {
            Fail($"{replica.Name} commits {write} as {number} before something that it depends on");
        }
    }
}
