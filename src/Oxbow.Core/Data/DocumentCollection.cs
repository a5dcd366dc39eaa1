namespace Oxbow.Core.Data;

/// <summary>The documents of one collection, by key and in key order.</summary>
internal sealed class DocumentCollection
{
    private readonly Dictionary<byte[], Document> documents = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], Document>.AlternateLookup<ReadOnlySpan<byte>> byKey;
    private readonly OrderedDocuments ordered = new();

    public DocumentCollection(byte[] name)
    {
        Name = name;
        byKey = documents.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public byte[] Name { get; }

    public Document? Find(ReadOnlySpan<byte> key) => byKey.TryGetValue(key, out Document? document) ? document : null;

    public Document FindOrAdd(ReadOnlySpan<byte> key)
    {
        if (byKey.TryGetValue(key, out Document? document))
        {
            return document;
        }

        document = new(this, key.ToArray());
        documents.Add(document.Key, document);
        ordered.Add(document);
        return document;
    }

    public void Remove(Document document)
    {
        documents.Remove(document.Key);
        ordered.Remove(document);
    }

    /// <summary>Documents from a key on, in key order; also those that a view does not show.</summary>
    public IEnumerable<Document> From(ReadOnlyMemory<byte> key) => ordered.From(key);
}
