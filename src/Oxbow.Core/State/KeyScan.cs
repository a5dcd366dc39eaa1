namespace Oxbow.Core.State;

/// <summary>Which keys lie in a range.</summary>
internal static class KeyScan
{
    /// <summary>Takes the documents of a range out of documents in key order that begin at its start.</summary>
    public static IEnumerable<StoredDocument> Within(KeyRange range, IEnumerable<StoredDocument> documents)
    {
        foreach (StoredDocument document in documents)
        {
            if (IsPast(document.Key, range))
            {
                yield break;
            }

            if (range.After.IsEmpty || document.Key.AsSpan().SequenceCompareTo(range.After.Span) > 0)
            {
                yield return document;
            }
        }
    }

    /// <summary>True when a document with this key would be on the way of a walk; its limit aside.</summary>
    public static bool Contains(KeyRange range, ReadOnlySpan<byte> key) =>
        key.SequenceCompareTo(StartOf(range).Span) >= 0
        && !IsPast(key, range)
        && (range.After.IsEmpty || key.SequenceCompareTo(range.After.Span) > 0);

    /// <summary>The first key that can lie in a range.</summary>
    public static ReadOnlyMemory<byte> StartOf(KeyRange range) => Later(Later(range.Prefix, range.From), range.After);

    private static ReadOnlyMemory<byte> Later(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right) =>
        left.Span.SequenceCompareTo(right.Span) >= 0 ? left : right;

    private static bool IsPast(ReadOnlySpan<byte> key, KeyRange range) =>
        !key.StartsWith(range.Prefix.Span) || (!range.To.IsEmpty && key.SequenceCompareTo(range.To.Span) >= 0);
}
