using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of idempotency keys, conditions, and writes that a release does not understand.</summary>
internal static class RequestBugs
{
    private const string Store = "Oxbow.Core/Execution/Executor.cs";
    private const string Desk = "Oxbow.Core/Clients/ClientRequests.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("An idempotency key is not looked up", BugClass.RequestKey, Desk,
            "if (!submit.RequestKey.IsEmpty\n",
            "if (submit.RequestKey.Length > 1000\n"),
        new("A second write with one idempotency key counts", BugClass.RequestKey, Store,
            "return Effect.Nothing(Outcome.Repeated);",
            "return Effect.AsWritten(write) with { Outcome = Outcome.Repeated };"),
        new("An undo forgets an idempotency key", BugClass.RequestKey, Store,
            "requests.Undo(last.Write.RequestKey.Span, last.Forgotten);",
            ""),
        new("An undo of a repeated write sets its idempotency key free", BugClass.RequestKey, Store,
            "if (last.AddedRequest)",
            "if (last.Write.HasRequestKey)"),
        new("A key that says something else is answered as if it were the same", BugClass.RequestKey, Desk,
            "return isSame && index == updates.Count;",
            "return index >= 0;"),
        new("A condition is not checked", BugClass.RequestKey, Desk,
            "condition.Key.Span, ReadView.Latest)?.Write == condition.Expected;",
            "condition.Key.Span, ReadView.Latest)?.Write == condition.Expected || state.Log.Count > 0;"),
        new("A condition is checked against the committed view", BugClass.RequestKey, Desk,
            "condition.Key.Span, ReadView.Latest)?.Write == condition.Expected;",
            "condition.Key.Span, ReadView.Committed)?.Write == condition.Expected;"),
        new("A write that is not understood counts as applied", BugClass.Stranger, Store,
            "return write.IsUnderstood ? Effect.AsWritten(write) : Effect.Nothing(Outcome.NotUnderstood);",
            "return Effect.AsWritten(write);"),
        new("An idempotency key is remembered for ever", BugClass.RequestKey, "Oxbow.Core/Execution/RequestWindow.cs",
            "first.Stamp.Value >= (stamp > horizon ? stamp : horizon).Value - width;",
            "first.Stamp.Value > stamp.Value - long.MaxValue;"),
        new("An idempotency key is forgotten by the committed writes alone", BugClass.RequestKey, "Oxbow.Core/Execution/RequestWindow.cs",
            "first.Stamp.Value >= (stamp > horizon ? stamp : horizon).Value - width;",
            "first.Stamp.Value >= (stamp.IsGiven ? horizon : stamp).Value - width;"),
        new("A write that is not understood is not sent on", BugClass.Stranger, "Oxbow.Core/AntiEntropy/RunSender.cs",
            "known.Covers(entry.Origin, entry.Stamp) ? 0 : AddWrite(records, entry);",
            "known.Covers(entry.Origin, entry.Stamp) || !entry.Write.IsUnderstood ? 0 : AddWrite(records, entry);"),
    ];
}
