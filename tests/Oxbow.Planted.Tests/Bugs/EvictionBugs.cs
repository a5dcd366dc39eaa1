using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of evictions.</summary>
internal static class EvictionBugs
{
    private const string Receiver = "Oxbow.Core/AntiEntropy/BatchReceiver.cs";
    private const string History = "Oxbow.Core/Log/History.cs";
    private const string Log = "Oxbow.Core/Log/WriteLog.cs";
    private const string Executor = "Oxbow.Core/Execution/Executor.cs";
    private const string Members = "Oxbow.Core/Execution/MemberTable.cs";
    private const string Withdrawals = "Oxbow.Core/Replicas/Withdrawals.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("What an evicted replica accepts later is taken", BugClass.Eviction, Receiver,
            "if (state.Log.Evictions.Before(write) is { } eviction)\n        {\n            return PassOverEvicted",
            "if (state.Log.Evictions.Before(write) is { } eviction && eviction.At > state.Log.LastCommitted)\n        {\n            return PassOverEvicted")
        {
            IsInSample = true,
        },
        new("What an evicted replica had sent stays where it is", BugClass.Eviction, Withdrawals,
            "            Withdraw(new(eviction.Replica, eviction.Last), new(RejectionCode.Evicted, $\"{reason}.\"));\n",
            ""),
        new("An evicted replica goes on under its id", BugClass.Eviction, Withdrawals,
            "if (own == eviction.Replica)\n",
            "if (own == eviction.Replica && Log.IsOrphan(own))\n"),
        new("A primary commits what stands behind an eviction", BugClass.Eviction, History,
            "&& !IsBelowLevel && !Log.Evictions.HasFresh);",
            "&& !IsBelowLevel);"),
        new("An eviction outlives its commit", BugClass.Eviction, Log,
            "        Evictions.RollBackTo(number);\n",
            ""),
        new("The primary is evicted", BugClass.Eviction, Executor,
            "|| evicted == Authority.Primary || ",
            "|| "),
        new("A primary hands its commits to one that was evicted", BugClass.Eviction, Log,
            "Evictions.Before(id, AcceptStamp.Maximum) is not null || IsOrphan(id);",
            "IsOrphan(id);"),
        new("A primary evicts the creator of its own id before its creation is committed", BugClass.Eviction, Members,
            "this[replica] is { IsCreated: true, HasLeft: false };",
            "members.TryGetValue(replica, out Member member) && !member.HasLeft;"),
    ];
}
