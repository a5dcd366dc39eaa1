using Oxbow.Core.Identity;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>Within an epoch a commit number names one write for ever, and a write has one commit number.</summary>
internal sealed class CommitNumberChecker(World world) : Checker
{
    public override string Invariant => "I4";

    public override void Commits(ReplicaModel replica, KnownWrite write, CommitNumber number, bool isNew)
    {
        if (replica.HasCommitted(write))
        {
            Fail($"{replica.Name} commits {write} as {number}, and it is committed already");
        }

        CommitEpoch epoch = replica.Tip.EpochAfter(write.Write);
        if (isNew && replica.Tip.Next.Find(other => other.Epoch == epoch) is { } other && !IsExcused(replica))
        {
            Fail($"{replica.Name} commits {write} as {number}, which is {other.Write}");
        }
    }

    /// <summary>It may have forgotten what it gave, or another replica bears its id.</summary>
    private bool IsExcused(ReplicaModel replica) =>
        replica.HasLostMemory || world.Oracle.GrantedTwice.Contains(replica.Identity!.Replica);
}
