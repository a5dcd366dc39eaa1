using Oxbow.Planted.Tests.Bugs;
using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests;

/// <summary>All planted bugs.</summary>
internal static class PlantedBugs
{
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        .. IdentityBugs.All, .. CommitBugs.All, .. MembershipBugs.All, .. ExchangeBugs.All, .. MailBugs.All,
        .. SessionBugs.All, .. RequestBugs.All, .. DocumentBugs.All, .. LevelBugs.All, .. TakeOverBugs.All,
        .. EvictionBugs.All, .. WaitingBugs.All,
        .. JournalBugs.All,
    ];
}
