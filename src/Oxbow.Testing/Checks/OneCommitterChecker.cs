using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// Only the replica that the committed prefix names gives commit numbers, or one that takes over, and not while it is
/// quarantined.
/// </summary>
internal sealed class OneCommitterChecker : Checker
{
    private readonly HashSet<ReplicaModel> quarantined = [];

    public override string Invariant => "I20";

    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        if (write.HandOffTarget is { } target && (target == write.Id.Origin || replica.Vector().Completed(target) == AcceptStamp.Maximum))
        {
            Fail($"{replica.Name} hands its authority over to {target}, which is itself or has retired");
        }
    }

    public override void Commits(ReplicaModel replica, KnownWrite write, CommitNumber number, bool isNew)
    {
        bool takesOver = write.Id.Origin == replica.Identity!.Replica && replica.Tip.BeginsEpoch(write.Write);
        if (isNew && !takesOver && replica.Tip.Primary != replica.Identity!.Replica)
        {
            Fail($"{replica.Name} commits {write} as {number}, but the primary is {replica.Tip.Primary}");
        }

        // In the turn that ends in quarantine it may have committed before.
        if (isNew && replica.Identity!.IsQuarantined && quarantined.Contains(replica))
        {
            Fail($"{replica.Name} commits {write} as {number} in quarantine");
        }
    }

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        if (status.Primary != replica.ExecutedTip.Primary)
        {
            Fail($"{replica.Name} takes {status.Primary} for the primary, the committed prefix says {replica.ExecutedTip.Primary}");
        }

        if (status.Standing == Standing.Quarantined)
        {
            quarantined.Add(replica);
        }
        else
        {
            quarantined.Remove(replica);
        }

        if (status.CommitsSuspended && status.CommitNumber > replica.CommittedBefore)
        {
            Fail($"{replica.Name} awaits a peer, and gave commit number {status.CommitNumber} after {replica.CommittedBefore}");
        }

        if (replica.IsPrimary && status is { TentativeCount: > 0, CommitsSuspended: false, Standing: not Standing.Quarantined })
        {
            Fail($"{replica.Name} is the primary and leaves {status.TentativeCount} writes tentative");
        }
    }
}
