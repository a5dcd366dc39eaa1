using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of evictions.</summary>
internal static class EvictionBugs
{
    private const string Receiver = "Oxbow.Core/AntiEntropy/BatchReceiver.cs";
    private const string Withdrawals = "Oxbow.Core/Replicas/Withdrawals.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("What an evicted replica accepts later is taken", BugClass.Eviction, Receiver,
            "is { } eviction && !IsUndone(eviction, commitNumber, place))",
            "is { } eviction && eviction.At > state.Log.LastCommitted && !IsUndone(eviction, commitNumber, place))")
        {
            IsInSample = true,
        },
        new("What an evicted replica had sent stays where it is", BugClass.Eviction, Withdrawals,
            "            Withdraw(new(eviction.Replica, eviction.Last), new(RejectionCode.Evicted, $\"{reason}.\"));\n",
            ""),
        new("An evicted replica goes on under its id", BugClass.Eviction, Withdrawals,
            "if (own == eviction.Replica || own",
            "if (own"),
    ];
}
