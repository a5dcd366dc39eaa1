using Oxbow.Core.Log;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Data;

/// <summary>
/// All documents of a replica, in memory. Log entries are applied on top, undone from the top, and confirmed
/// from the bottom; undoing restores exactly what was there before.
/// </summary>
internal sealed class DocumentStore
{
    private readonly SortedDictionary<byte[], DocumentCollection> collections =
        new(Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));

    private readonly Dictionary<byte[], DocumentCollection> byName = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], DocumentCollection>.AlternateLookup<ReadOnlySpan<byte>> lookup;

    private readonly Dictionary<byte[], LogEntry> requests = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], LogEntry>.AlternateLookup<ReadOnlySpan<byte>> byRequestKey;

    public DocumentStore()
    {
        lookup = byName.GetAlternateLookup<ReadOnlySpan<byte>>();
        byRequestKey = requests.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Collections that ever had a document, in order of name.</summary>
    public IEnumerable<DocumentCollection> Collections => collections.Values;

    public DocumentCollection? FindCollection(ReadOnlySpan<byte> name) =>
        lookup.TryGetValue(name, out DocumentCollection? collection) ? collection : null;

    public Document? Find(ReadOnlySpan<byte> collection, ReadOnlySpan<byte> key) => FindCollection(collection)?.Find(key);

    /// <summary>The first write in the log that carries an idempotency key, or null.</summary>
    public LogEntry? FindRequest(ReadOnlySpan<byte> requestKey) =>
        byRequestKey.TryGetValue(requestKey, out LogEntry? entry) ? entry : null;

    /// <summary>Runs a write on top of all that were applied before it, and fills its undo record and outcome.</summary>
    public void Apply(LogEntry entry)
    {
        if (entry.Write.HasRequestKey && !byRequestKey.TryAdd(entry.Write.RequestKey.Span, entry))
        {
            entry.Outcome = Outcome.Repeated;
            return;
        }

        foreach (Update update in entry.Write.ReadUpdates())
        {
            Document document = FindOrAddCollection(update.Collection.Span).FindOrAdd(update.Key.Span);
            DocumentVersion version = VersionOf(document, entry);
            version.Value = update.Value;
            version.IsDeleted = update.Kind == UpdateKind.Delete;
        }

        entry.Outcome = entry.Write.IsUnderstood ? Outcome.Applied : Outcome.NotUnderstood;
    }

    /// <summary>Takes back the write that was applied last.</summary>
    public void Undo(LogEntry entry)
    {
        if (entry.Write.HasRequestKey && entry.Outcome != Outcome.Repeated)
        {
            byRequestKey.Remove(entry.Write.RequestKey.Span);
        }

        for (DocumentVersion? version = entry.UndoRecord; version is not null; version = version.NextOfWrite)
        {
            Invariant.Holds(ReferenceEquals(version.Document.Latest, version), "writes are undone from the top");
            version.Document.Latest = version.Below;
            RemoveIfGone(version.Document);
        }

        entry.UndoRecord = null;
        entry.Outcome = Outcome.None;
    }

    /// <summary>Makes the lowest tentative write the committed state of its documents; it can no longer be undone.</summary>
    public static void Confirm(LogEntry entry)
    {
        for (DocumentVersion? version = entry.UndoRecord; version is not null; version = version.NextOfWrite)
        {
            Invariant.Holds(ReferenceEquals(version.Document.Committed, version.Below), "writes are confirmed from the bottom");
            version.Document.Committed = version;
            version.Below = null;
            RemoveIfGone(version.Document);
        }

        entry.UndoRecord = null;
    }

    /// <summary>A write touches a document once: a second update of it changes the version that the first made.</summary>
    private static DocumentVersion VersionOf(Document document, LogEntry entry)
    {
        if (document.Latest is { } latest && ReferenceEquals(latest.Entry, entry))
        {
            return latest;
        }

        document.Latest = new(document, entry, document.Latest) { NextOfWrite = entry.UndoRecord };
        entry.UndoRecord = document.Latest;
        return document.Latest;
    }

    /// <summary>A document without versions, or with nothing but a committed deletion, needs no place in memory.</summary>
    private static void RemoveIfGone(Document document)
    {
        bool onlyCommitted = ReferenceEquals(document.Latest, document.Committed);
        if (onlyCommitted && document.Latest is null or { IsDeleted: true })
        {
            document.Latest = null;
            document.Committed = null;
            document.Collection.Remove(document);
        }
    }

    private DocumentCollection FindOrAddCollection(ReadOnlySpan<byte> name)
    {
        if (lookup.TryGetValue(name, out DocumentCollection? collection))
        {
            return collection;
        }

        collection = new(name.ToArray());
        byName.Add(collection.Name, collection);
        collections.Add(collection.Name, collection);
        return collection;
    }
}
