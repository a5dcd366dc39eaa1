using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of documents: undo, redo and scans.</summary>
internal static class DocumentBugs
{
    private const string Store = "Oxbow.Core/Data/DocumentStore.cs";
    private const string Plan = "Oxbow.Core/Log/ReorderPlan.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("An undo forgets a delete", BugClass.Undo, Store,
            "version.Document.Latest = version.Below;",
            "version.Document.Latest = version is { IsDeleted: true, Below: not null } ? new(version.Document, version.Below.Entry, version.Below.Below) { IsDeleted = true } : version.Below;")
        {
            IsInSample = true,
        },
        new("An undo leaves the last write of a document", BugClass.Undo, Store,
            "version.Document.Latest = version.Below;",
            "version.Document.Latest = version.Below ?? version;"),
        new("A write that belongs further ahead is put behind one write", BugClass.Undo, Plan,
            "tentative.LowerBound(incoming[0].Write.Id)",
            "tentative.LowerBound(incoming[0].Write.Id) + 1"),
        new("Commits in another order undo nothing", BugClass.Undo, Plan,
            "int shared = confirmed < commits.Count ? confirmed",
            "int shared = confirmed < commits.Count ? tentative.Count"),
        new("Only the first update of a write counts for a document", BugClass.Undo, Store,
            "version.Value = update.Value;",
            "version.Value = version.Value.IsEmpty ? update.Value : version.Value;"),
        new("A new document goes to the end of the order for scans", BugClass.Undo, "Oxbow.Core/Data/OrderedDocuments.cs",
            "block.Insert(FindIn(block, document.Key), document);",
            "block.Add(document);"),
        new("A commit forgets the documents that it deletes", BugClass.Undo, Store,
            "version.Document.Committed = version;",
            "version.Document.Committed = version.IsDeleted ? version.Below : version;"),
    ];
}
