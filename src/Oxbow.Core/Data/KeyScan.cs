using Oxbow.Core.Messages;

namespace Oxbow.Core.Data;

/// <summary>Walks the documents of a collection that lie in a range and show in a view.</summary>
internal static class KeyScan
{
    public static IEnumerable<DocumentVersion> Walk(DocumentCollection? collection, KeyRange range, ReadView view)
    {
        foreach (Document document in collection?.From(StartOf(range)) ?? [])
        {
            if (IsPast(document.Key, range))
            {
                yield break;
            }

            bool isAfter = range.After.IsEmpty || document.Key.AsSpan().SequenceCompareTo(range.After.Span) > 0;
            if (isAfter && document.In(view) is { } version)
            {
                yield return version;
            }
        }
    }

    /// <summary>True when a document with this key would be on the way of a walk; its limit aside.</summary>
    public static bool Contains(KeyRange range, ReadOnlySpan<byte> key) =>
        key.SequenceCompareTo(StartOf(range).Span) >= 0
        && !IsPast(key, range)
        && (range.After.IsEmpty || key.SequenceCompareTo(range.After.Span) > 0);

    private static ReadOnlyMemory<byte> StartOf(KeyRange range) => Later(Later(range.Prefix, range.From), range.After);

    private static ReadOnlyMemory<byte> Later(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right) =>
        left.Span.SequenceCompareTo(right.Span) >= 0 ? left : right;

    private static bool IsPast(ReadOnlySpan<byte> key, KeyRange range) =>
        !key.StartsWith(range.Prefix.Span) || (!range.To.IsEmpty && key.SequenceCompareTo(range.To.Span) >= 0);
}
