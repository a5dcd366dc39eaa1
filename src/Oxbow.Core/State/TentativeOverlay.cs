using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Sizes;
using Oxbow.Core.Writes;

namespace Oxbow.Core.State;

/// <summary>
/// What tentative writes made of documents, above the committed ones. Writes are executed on top, undone from the top and
/// confirmed from the bottom; undoing restores exactly what was there before.
/// </summary>
internal sealed class TentativeOverlay(CoreSizes sizes)
{
    private readonly KeyedCollections<TentativeDocument> collections = new(sizes);

    /// <summary>Number of documents that tentative writes touched.</summary>
    private int count;

    /// <summary>Names of the collections that tentative writes touched.</summary>
    public IEnumerable<byte[]> Collections => collections.Names;

    public TentativeDocument? Find(ReadOnlySpan<byte> collection, ReadOnlySpan<byte> key) =>
        count == 0 ? null : collections.Find(collection)?.Find(key);

    /// <summary>The documents of a collection that tentative writes touched, in key order.</summary>
    public IEnumerable<TentativeDocument> From(ReadOnlyMemory<byte> collection, ReadOnlyMemory<byte> from) =>
        count == 0 ? [] : collections.Find(collection.Span)?.From(from) ?? [];

    /// <summary>Puts an effect on top; gives its undo record, which is null when it changes nothing.</summary>
    public TentativeVersion? Execute(UpdateReader updates, WriteId write)
    {
        TentativeVersion? undoRecord = null;
        foreach (Update update in updates)
        {
            TentativeDocument document = FindOrAdd(update.Collection.Span, update.Key.Span);
            TentativeVersion? version = document.Top;
            if (version is null || version.Write != write)
            {
                version = Push(document, write, undoRecord);
                undoRecord = version;
            }

            // A write makes one version of a document: a second update of it changes what the first made.
            version.Value = update.Value;
            version.IsDeleted = update.Kind == UpdateKind.Delete;
        }

        return undoRecord;
    }

    /// <summary>Takes back the effect that is on top.</summary>
    public void Undo(TentativeVersion? undoRecord)
    {
        for (TentativeVersion? version = undoRecord; version is not null; version = version.NextOfWrite)
        {
            TentativeDocument document = version.Document;
            Invariant.Holds(ReferenceEquals(document.Top, version), "writes are undone from the top");
            document.Top = version.Below;
            if (version.Below is { } below)
            {
                below.Above = null;
            }
            else
            {
                Remove(document);
            }
        }
    }

    /// <summary>Moves the effect at the bottom into the committed documents, as that of their present commit.</summary>
    public void Confirm(TentativeVersion? undoRecord, MemoryDocuments committed)
    {
        for (TentativeVersion? version = undoRecord; version is not null; version = version.NextOfWrite)
        {
            TentativeDocument document = version.Document;
            Invariant.Holds(ReferenceEquals(document.Bottom, version), "writes are confirmed from the bottom");
            if (version.IsDeleted)
            {
                committed.Delete(document.Collection, document.Key);
            }
            else
            {
                committed.Put(document.Collection, document.Key, new(version.Write, committed.Number, version.Value));
            }

            document.Bottom = version.Above;
            if (version.Above is { } above)
            {
                above.Below = null;
            }
            else
            {
                Remove(document);
            }
        }
    }

    private static TentativeVersion Push(TentativeDocument document, WriteId write, TentativeVersion? next)
    {
        TentativeVersion version = new(document, write, document.Top) { NextOfWrite = next };
        if (document.Top is { } below)
        {
            below.Above = version;
        }

        document.Top = version;
        document.Bottom ??= version;
        return version;
    }

    private TentativeDocument FindOrAdd(ReadOnlySpan<byte> collection, ReadOnlySpan<byte> key)
    {
        KeyedCollection<TentativeDocument> documents = collections.FindOrAdd(collection);
        if (documents.Find(key) is { } document)
        {
            return document;
        }

        document = new(collection.ToArray(), key.ToArray());
        documents.Add(document);
        count++;
        return document;
    }

    private void Remove(TentativeDocument document)
    {
        document.Top = null;
        document.Bottom = null;
        collections.Find(document.Collection)!.Remove(document);
        count--;
    }
}
