using Oxbow.Core.Identity;
using Oxbow.Core.Sizes;
using Oxbow.Core.Writes;

namespace Oxbow.Core.State;

/// <summary>
/// The documents of a replica in both views: the committed ones, and above them what tentative writes made.
/// </summary>
internal sealed class DatabaseState
{
    private readonly CoreSizes sizes;
    private readonly MemoryDocuments committed;
    private readonly TentativeOverlay overlay;

    public DatabaseState(CoreSizes sizes)
        : this(new(sizes), sizes)
    {
    }

    private DatabaseState(MemoryDocuments committed, CoreSizes sizes)
    {
        this.sizes = sizes;
        this.committed = committed;
        overlay = new(sizes);
    }

    /// <summary>The committed documents alone.</summary>
    public ICommittedDocuments Committed => committed;

    /// <summary>Names of the collections that hold documents or held one, in order.</summary>
    public IEnumerable<byte[]> Collections => committed.Collections
        .Concat(overlay.Collections)
        .Distinct(KeyComparer.Instance)
        .Order(Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));

    /// <summary>
    /// The committed documents, which go their own way from here on, and nothing tentative above them.
    /// </summary>
    public DatabaseState CopyCommitted() => new(committed.Copy(), sizes);

    /// <summary>The version that a view shows; null when the document does not exist in it.</summary>
    public DocumentVersion? Find(ReadOnlySpan<byte> collection, ReadOnlySpan<byte> key, ReadView view) =>
        view == ReadView.Latest && overlay.Find(collection, key) is { } touched
            ? touched.Top!.Shown
            : committed.Find(collection, key);

    /// <summary>
    /// The documents of a collection that lie in a range and show in a view, in key order; the limit aside.
    /// </summary>
    public IEnumerable<StoredDocument> Walk(ReadOnlyMemory<byte> collection, KeyRange range, ReadView view)
    {
        ReadOnlyMemory<byte> from = KeyScan.StartOf(range);
        IEnumerable<StoredDocument> documents = committed.From(collection, from);
        return KeyScan.Within(
            range, view == ReadView.Committed ? documents : Merge(documents, overlay.From(collection, from)));
    }

    /// <summary>Executes a tentative effect on top; gives its undo record.</summary>
    public TentativeVersion? Execute(UpdateReader updates, WriteId write) => overlay.Execute(updates, write);

    /// <summary>Takes back the effect that is on top.</summary>
    public void Undo(TentativeVersion? undoRecord) => overlay.Undo(undoRecord);

    /// <summary>Makes the lowest tentative effect that of a commit number; it can no longer be undone.</summary>
    public void Confirm(TentativeVersion? undoRecord, CommitNumber number)
    {
        committed.Begin(number);
        overlay.Confirm(undoRecord, committed);
    }

    /// <summary>Commits an effect that was never tentative here; nothing tentative is executed.</summary>
    public void Commit(UpdateReader updates, WriteId write, CommitNumber number)
    {
        committed.Begin(number);
        committed.Apply(updates, write);
    }

    /// <summary>Both in key order; where a tentative write touched a document, its version counts.</summary>
    private static IEnumerable<StoredDocument> Merge(
        IEnumerable<StoredDocument> committed, IEnumerable<TentativeDocument> touched)
    {
        using IEnumerator<StoredDocument> below = committed.GetEnumerator();
        bool hasBelow = below.MoveNext();
        foreach (TentativeDocument document in touched)
        {
            for (; hasBelow && below.Current.Key.AsSpan().SequenceCompareTo(document.Key) < 0; hasBelow = below.MoveNext())
            {
                yield return below.Current;
            }

            if (hasBelow && below.Current.Key.AsSpan().SequenceEqual(document.Key))
            {
                hasBelow = below.MoveNext();
            }

            if (document.Top!.Shown is { } shown)
            {
                yield return new(document.Key, shown);
            }
        }

        for (; hasBelow; hasBelow = below.MoveNext())
        {
            yield return below.Current;
        }
    }
}
