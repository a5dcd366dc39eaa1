namespace Oxbow.Core.Data;

/// <summary>
/// A document as a stack of versions: at the bottom the committed one, on it one for each tentative write that
/// touched the document, in log order.
/// </summary>
internal sealed class Document(DocumentCollection collection, byte[] key)
{
    public DocumentCollection Collection { get; } = collection;

    public byte[] Key { get; } = key;

    /// <summary>The version that counts in the latest view.</summary>
    public DocumentVersion? Latest { get; set; }

    /// <summary>The version that counts in the committed view.</summary>
    public DocumentVersion? Committed { get; set; }

    /// <summary>The version that a view shows; null when the document does not exist in it.</summary>
    public DocumentVersion? In(ReadView view)
    {
        DocumentVersion? version = view == ReadView.Latest ? Latest : Committed;
        return version is { IsDeleted: false } ? version : null;
    }
}
