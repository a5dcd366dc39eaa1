using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of documents: undo, redo and scans.</summary>
internal static class DocumentBugs
{
    private const string Store = "Oxbow.Core/State/TentativeOverlay.cs";
    private const string Plan = "Oxbow.Core/Log/ReorderPlan.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("An undo forgets a delete", BugClass.Undo, Store,
            "document.Top = version.Below;",
            "document.Top = version is { IsDeleted: true, Below: not null } ? new(document, version.Below.Write, version.Below.Below) { IsDeleted = true } : version.Below;")
        {
            IsInSample = true,
        },
        new("An undo leaves the last write of a document", BugClass.Undo, Store,
            "document.Top = version.Below;\n            if (version.Below is { } below)",
            "document.Top = version.Below ?? version;\n            if (document.Top is { } below)"),
        new("A write that belongs further ahead is put behind one write", BugClass.Undo, Plan,
            "tentative.LowerBound(incoming[0].Write.Id)",
            "tentative.LowerBound(incoming[0].Write.Id) + 1"),
        new("Commits in another order undo nothing", BugClass.Undo, Plan,
            "int shared = confirmed < commits.Count ? confirmed",
            "int shared = confirmed < commits.Count ? tentative.Count"),
        new("Only the first update of a write counts for a document", BugClass.Undo, Store,
            "version.Value = update.Value;",
            "version.Value = version.Value.IsEmpty ? update.Value : version.Value;"),
        new("A new document goes to the end of the order for scans", BugClass.Undo, "Oxbow.Core/State/KeyOrder.cs",
            "block.Insert(FindIn(block, item.Key), item);",
            "block.Add(item);"),
        new("A block of the key order that has become empty stays", BugClass.Size, "Oxbow.Core/State/KeyOrder.cs",
            "blocks.Count > 1",
            "blocks.Count > 2")
        {
            IsInSample = true,
        },
        new("A commit forgets the documents that it deletes", BugClass.Undo, Store,
            "committed.Delete(document.Collection, document.Key);",
            ""),
    ];
}
