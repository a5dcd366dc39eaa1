using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Sizes;
using Oxbow.Core.Writes;

namespace Oxbow.Core.State;

/// <summary>The committed documents, all of them in memory.</summary>
internal sealed class MemoryDocuments(CoreSizes sizes) : ICommittedDocuments
{
    private readonly KeyedCollections<CommittedDocument> collections = new(sizes);

    public CommitNumber Number { get; private set; }

    public IEnumerable<byte[]> Collections =>
        collections.Names.Order(Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));

    public DocumentVersion? Find(ReadOnlySpan<byte> collection, ReadOnlySpan<byte> key) =>
        collections.Find(collection)?.Find(key)?.Version;

    public IEnumerable<StoredDocument> From(ReadOnlyMemory<byte> collection, ReadOnlyMemory<byte> from) =>
        collections.Find(collection.Span) is { } found
            ? found.From(from).Select(document => new StoredDocument(document.Key, document.Version))
            : [];

    /// <summary>The same documents, which go their own way from here on.</summary>
    public MemoryDocuments Copy()
    {
        MemoryDocuments copy = new(sizes) { Number = Number };
        foreach (byte[] name in collections.Names)
        {
            // Those that became empty have a name, too.
            KeyedCollection<CommittedDocument> documents = copy.collections.FindOrAdd(name);
            foreach (CommittedDocument document in collections.Find(name)!.From(default))
            {
                documents.Add(new(document.Key) { Version = document.Version });
            }
        }

        return copy;
    }

    /// <summary>A commit begins: what is put and deleted from here on is its effect.</summary>
    public void Begin(CommitNumber number)
    {
        Invariant.Holds(number == Number.Next, "documents take in one commit after the other");
        Number = number;
    }

    public void Put(ReadOnlySpan<byte> collection, ReadOnlySpan<byte> key, DocumentVersion version)
    {
        KeyedCollection<CommittedDocument> documents = collections.FindOrAdd(collection);
        CommittedDocument? document = documents.Find(key);
        if (document is null)
        {
            document = new(key.ToArray());
            documents.Add(document);
        }

        document.Version = version;
    }

    public void Delete(ReadOnlySpan<byte> collection, ReadOnlySpan<byte> key)
    {
        if (collections.Find(collection) is { } documents && documents.Find(key) is { } document)
        {
            documents.Remove(document);
        }
    }

    /// <summary>Takes in an effect that was never tentative here.</summary>
    public void Apply(UpdateReader updates, WriteId write)
    {
        foreach (Update update in updates)
        {
            if (update.Kind == UpdateKind.Put)
            {
                Put(update.Collection.Span, update.Key.Span, new(write, Number, update.Value));
            }
            else
            {
                Delete(update.Collection.Span, update.Key.Span);
            }
        }
    }
}
