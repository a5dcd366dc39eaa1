namespace Oxbow.Testing.Model;

/// <summary>Whether two replicas can ever become equal, as the oracle sees it.</summary>
internal static class Compatibility
{
    /// <summary>False when they have one id, or hold different histories of one id, or different commits under one number in one epoch.</summary>
    public static bool CanMerge(ReplicaModel left, ReplicaModel right, Oracle oracle)
    {
        if (left.Identity!.Replica == right.Identity!.Replica)
        {
            return false;
        }

        if (left.Tip.Epoch == right.Tip.Epoch && !AreOneLine(left, right))
        {
            return false;
        }

        return IsClosed(left) && oracle.Lines.TrueForAll(line => line.Parent is null || (IsOneHistory(line, left, right) && IsOneHistory(line, right, left)));
    }

    /// <summary>Within an epoch; of two epochs the smaller one gives way, wherever it began.</summary>
    private static bool AreOneLine(ReplicaModel left, ReplicaModel right) =>
        left.Tip.IsBeforeOrAt(right.Tip) || right.Tip.IsBeforeOrAt(left.Tip);

    /// <summary>False when it holds a write without something that it depends on: it took one history for the other.</summary>
    private static bool IsClosed(ReplicaModel replica) =>
        replica.Tentative().All(write => replica.Held.Covers(write.Dependencies))
        && replica.Commits.All(commit => commit.Before!.BeginsEpoch(commit.Write!.Write) || commit.Before.Committed.Covers(commit.Write.Dependencies));

    /// <summary>A branch that one holds, and what the other holds of its parent beyond the fork, or of its sisters.</summary>
    private static bool IsOneHistory(OriginLine branch, ReplicaModel holder, ReplicaModel other) =>
        holder.Held[branch] == 0
        || (other.Held[branch.Parent!] <= branch.ForkedAt
            && branch.Parent!.Branches.TrueForAll(sister => sister == branch || other.Held[sister] == 0));
}
