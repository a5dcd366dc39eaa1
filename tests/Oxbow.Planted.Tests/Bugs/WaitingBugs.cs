using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of a tail that takes several turns to execute.</summary>
internal static class WaitingBugs
{
    private const string Waiting = "Oxbow.Core/Clients/WaitingRequests.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("Who waits for a long tail is forgotten", BugClass.Waiting, "Oxbow.Core/Clients/ClientDesk.cs",
            "while (waiting.Next() is { } request)",
            "while (waiting.IsEmpty && waiting.Next() is { } request)"),
        new("Who waited for a long tail is not answered when all is executed", BugClass.Waiting, Waiting,
            "&& IsReadyFor(first) ? waiting.Dequeue() : null;",
            "&& state.History.PendingCount > 0 && IsReadyFor(first) ? waiting.Dequeue() : null;"),
        new("Peers change the order of a tail while somebody waits for it", BugClass.Waiting, "Oxbow.Core/Replica.cs",
            "!HasWaitingRequests || WaitingRequests.NeedsNothing(input);",
            "!HasWaitingRequests || input is not null;"),
        new("The outcomes of a log are told before it is executed", BugClass.Waiting, Waiting,
            "is ReadStatus { WithDocumentsHash: false }",
            "is ReadStatus { WithDocumentsHash: false } or ReadLog"),
    ];
}
