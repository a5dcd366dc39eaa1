namespace Oxbow.Testing.Model;

/// <summary>What keeps replicas from becoming equal by themselves, as the oracle sees it.</summary>
internal static class Compatibility
{
    /// <summary>False when they go on under one id, and neither has noticed.</summary>
    public static bool CanMerge(ReplicaModel left, ReplicaModel right) =>
        left.Identity!.Replica != right.Identity!.Replica || left.Identity.IsQuarantined
            || right.Identity.IsQuarantined;

    /// <summary>
    /// True when commit numbers of the largest epoch were given twice: a take-over has to say which ones count.
    /// </summary>
    public static bool HaveForkedCommits(IReadOnlyList<ReplicaModel> staying)
    {
        Commit? furthest = staying.Select(replica => replica.Tip).MaxBy(tip => (tip.Epoch, tip.Number));
        return furthest is not null
            && staying.Any(replica => replica.Tip.Epoch == furthest.Epoch && !replica.Tip.IsBeforeOrAt(furthest));
    }
}
