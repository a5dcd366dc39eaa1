namespace Oxbow.Core.Sessions;

/// <summary>Names a document by text, as sessions remember it.</summary>
/// <param name="Collection">Collection name.</param>
/// <param name="Key">Document key.</param>
public readonly record struct DocumentKey(string Collection, string Key) : IComparable<DocumentKey>
{
    /// <summary>By collection, then by key, both ordinal.</summary>
    public int CompareTo(DocumentKey other)
    {
        int byCollection = string.CompareOrdinal(Collection, other.Collection);
        return byCollection != 0 ? byCollection : string.CompareOrdinal(Key, other.Key);
    }

    /// <summary>True when <paramref name="left"/> sorts first.</summary>
    public static bool operator <(DocumentKey left, DocumentKey right) => left.CompareTo(right) < 0;

    /// <summary>True when <paramref name="left"/> sorts last.</summary>
    public static bool operator >(DocumentKey left, DocumentKey right) => left.CompareTo(right) > 0;

    /// <summary>True when <paramref name="left"/> does not sort last.</summary>
    public static bool operator <=(DocumentKey left, DocumentKey right) => left.CompareTo(right) <= 0;

    /// <summary>True when <paramref name="left"/> does not sort first.</summary>
    public static bool operator >=(DocumentKey left, DocumentKey right) => left.CompareTo(right) >= 0;
}
