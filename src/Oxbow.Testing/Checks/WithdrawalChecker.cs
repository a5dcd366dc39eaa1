using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// Of two histories of an id one stays, the same one everywhere: that with a commit, else the one whose first own write
/// comes first. What leaves a log is tentative, and gives way to another history, was accepted under an id that its
/// creator never gave, or by a replica that was evicted.
/// </summary>
internal sealed class WithdrawalChecker(World world) : Checker
{
    private readonly Dictionary<ReplicaModel, Gap> gaps = [];

    /// <summary>What has to come in the same turn in place of what left.</summary>
    private sealed record Gap(long Turn, KnownWrite Lost)
    {
        public KnownWrite? Rival { get; set; }
    }

    public override string Invariant => "I33";

    public override void Withdraws(ReplicaModel replica, WriteId kept, IReadOnlyList<KnownWrite> withdrawn)
    {
        if (withdrawn.Count == 0)
        {
            Fail($"{replica.Name} withdraws what follows {kept}, and nothing does");
        }

        if (withdrawn.FirstOrDefault(replica.HasCommitted) is { } committed)
        {
            Fail($"{replica.Name} withdraws {committed}, which is committed");
        }

        if (replica.HasBeen(kept.Origin) && withdrawn.All(write => write.Id.Stamp > replica.Seen.Bound))
        {
            // Its clock was wrong when it accepted them; it makes them again under its new id.
            foreach (KnownWrite write in withdrawn)
            {
                write.IsTakenBack = true;
            }

            return;
        }

        if (replica.Tip.IsTooLate(withdrawn[0].Id))
        {
            return;
        }

        if (!world.Oracle.IsConfused(kept.Origin))
        {
            Fail($"{replica.Name} withdraws {withdrawn[0]}, and {kept.Origin} has one history");
        }

        if (!IsOrphan(replica, kept.Origin))
        {
            RequireFilled(replica);
            gaps[replica] = new(replica.Turn, withdrawn[0]);
        }
    }

    public override void Holds(ReplicaModel replica, KnownWrite write)
    {
        if (gaps.TryGetValue(replica, out Gap? gap) && gap is { Rival: null } && gap.Lost.Id.Origin == write.Id.Origin)
        {
            gap.Rival = write;
            if (ComesFirst(write, gap.Lost))
            {
                gaps.Remove(replica);
            }
        }
    }

    public override void Commits(ReplicaModel replica, KnownWrite write, CommitNumber number, bool isNew)
    {
        if (gaps.TryGetValue(replica, out Gap? gap) && gap.Rival == write)
        {
            gaps.Remove(replica);
        }
    }

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        RequireFilled(replica);
    }

    private void RequireFilled(ReplicaModel replica)
    {
        if (gaps.Remove(replica, out Gap? gap) && gap.Turn == replica.Turn)
        {
            Fail(gap.Rival is null
                ? $"{replica.Name} withdraws {gap.Lost} and takes no other history in its place"
                : $"{replica.Name} withdraws {gap.Lost} for {gap.Rival}, which comes later");
        }
    }

    private static bool ComesFirst(KnownWrite rival, KnownWrite lost) => rival.Id.Stamp != lost.Id.Stamp
        ? rival.Id.Stamp < lost.Id.Stamp
        : rival.Write.Hash.CompareTo(lost.Write.Hash) < 0;

    /// <summary>
    /// True when its creation, or that of one from which it descends, is not here, and may never have been made.
    /// </summary>
    private bool IsOrphan(ReplicaModel replica, ReplicaId id) => !id.IsBase
        && ((world.Oracle.IsConfused(id.Creator())
                && replica.Find(new(id.Creator(), id.Created)) is not { Write.Kind: WriteKind.Creation })
            || IsOrphan(replica, id.Creator()));
}
