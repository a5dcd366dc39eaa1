using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of idempotency keys, conditions, and writes that a release does not understand.</summary>
internal static class RequestBugs
{
    private const string Store = "Oxbow.Core/Data/DocumentStore.cs";
    private const string Desk = "Oxbow.Core/ClientDesk.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("An idempotency key is not looked up", BugClass.RequestKey, Desk,
            "if (!submit.RequestKey.IsEmpty && state.History",
            "if (submit.RequestKey.Length > 1000 && state.History"),
        new("A second write with one idempotency key counts", BugClass.RequestKey, Store,
            "            entry.Outcome = Outcome.Repeated;\n            return;",
            "            entry.Outcome = Outcome.Repeated;"),
        new("An undo forgets an idempotency key", BugClass.RequestKey, Store,
            "byRequestKey.Remove(entry.Write.RequestKey.Span);",
            ""),
        new("An undo of a repeated write sets its idempotency key free", BugClass.RequestKey, Store,
            "if (entry.Write.HasRequestKey && entry.Outcome != Outcome.Repeated)",
            "if (entry.Write.HasRequestKey)"),
        new("A key that says something else is answered as if it were the same", BugClass.RequestKey, Desk,
            "if (isSame && index == submit.Updates.Count)",
            "if (index >= 0)"),
        new("A condition is not checked", BugClass.RequestKey, Desk,
            "?.In(ReadView.Latest)?.Entry.Write.Id == condition.Expected;",
            "?.In(ReadView.Latest)?.Entry.Write.Id == condition.Expected || state.Log.Count > 0;"),
        new("A condition is checked against the committed view", BugClass.RequestKey, Desk,
            "?.In(ReadView.Latest)?.Entry.Write.Id == condition.Expected;",
            "?.In(ReadView.Committed)?.Entry.Write.Id == condition.Expected;"),
        new("A write that is not understood counts as applied", BugClass.Stranger, Store,
            "entry.Outcome = entry.Write.IsUnderstood ? Outcome.Applied : Outcome.NotUnderstood;",
            "entry.Outcome = Outcome.Applied;"),
        new("A write that is not understood is not sent on", BugClass.Stranger, "Oxbow.Core/AntiEntropy/RunSender.cs",
            "known.Covers(entry.Origin, entry.Stamp) ? 0 : AddWrite(records, entry);",
            "known.Covers(entry.Origin, entry.Stamp) || !entry.Write.IsUnderstood ? 0 : AddWrite(records, entry);"),
    ];
}
