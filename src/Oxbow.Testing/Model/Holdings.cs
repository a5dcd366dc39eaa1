namespace Oxbow.Testing.Model;

/// <summary>
/// A set of writes that has no holes: how many of each line it holds, counted from the first. Exact where a
/// vector would be a claim.
/// </summary>
internal sealed class Holdings
{
    private int[] counts;

    public Holdings() => counts = [];

    private Holdings(int[] counts) => this.counts = counts;

    public int LineCount => counts.Length;

    public int this[OriginLine line]
    {
        get => this[line.Index];
        set
        {
            if (line.Index >= counts.Length)
            {
                Array.Resize(ref counts, line.Index + 1);
            }

            counts[line.Index] = value;
        }
    }

    public int this[int lineIndex] => lineIndex < counts.Length ? counts[lineIndex] : 0;

    public bool Holds(KnownWrite write) => this[write.Line] > write.Ordinal;

    /// <summary>The lines of which the other set has more.</summary>
    public IEnumerable<int> Missing(Holdings other)
    {
        for (int index = 0; index < other.counts.Length; index++)
        {
            if (other.counts[index] > this[index])
            {
                yield return index;
            }
        }
    }

    public bool Covers(Holdings other)
    {
        int[] theirs = other.counts;
        for (int index = 0; index < theirs.Length; index++)
        {
            if (theirs[index] > this[index])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Drops what the other set does not have.</summary>
    public void KeepCommon(Holdings other)
    {
        for (int index = 0; index < counts.Length; index++)
        {
            counts[index] = Math.Min(counts[index], other[index]);
        }
    }

    public Holdings Copy() => new([.. counts]);

    /// <summary>Adds everything that the other set has.</summary>
    public void Add(Holdings other)
    {
        if (other.counts.Length > counts.Length)
        {
            Array.Resize(ref counts, other.counts.Length);
        }

        for (int index = 0; index < other.counts.Length; index++)
        {
            counts[index] = Math.Max(counts[index], other.counts[index]);
        }
    }
}
