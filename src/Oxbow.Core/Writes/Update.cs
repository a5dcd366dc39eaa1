namespace Oxbow.Core.Writes;

/// <summary>One change to one document, part of a write.</summary>
/// <param name="Kind">Put or delete.</param>
/// <param name="Collection">Collection name, UTF-8; see <see cref="WriteLimits.MaximumCollectionBytes"/>.</param>
/// <param name="Key">Document key, UTF-8; see <see cref="WriteLimits.MaximumKeyBytes"/>.</param>
/// <param name="Value">One JSON value, UTF-8; empty for a delete.</param>
public readonly record struct Update(
    UpdateKind Kind,
    ReadOnlyMemory<byte> Collection,
    ReadOnlyMemory<byte> Key,
    ReadOnlyMemory<byte> Value)
{
    /// <summary>True when both do the same to the same document, byte for byte.</summary>
    public bool HasSameContent(in Update other) =>
        Kind == other.Kind
        && Collection.Span.SequenceEqual(other.Collection.Span)
        && Key.Span.SequenceEqual(other.Key.Span)
        && Value.Span.SequenceEqual(other.Value.Span);

    /// <summary>An update that sets a document.</summary>
    public static Update Put(ReadOnlyMemory<byte> collection, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> value) =>
        new(UpdateKind.Put, collection, key, value);

    /// <summary>An update that removes a document.</summary>
    public static Update Delete(ReadOnlyMemory<byte> collection, ReadOnlyMemory<byte> key) =>
        new(UpdateKind.Delete, collection, key, default);
}
