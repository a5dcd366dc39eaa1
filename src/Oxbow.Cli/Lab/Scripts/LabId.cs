namespace Oxbow.Cli.Lab.Scripts;

/// <summary>
/// An id of a script: a non-negative integer of any size, kept as its digits without leading zeros. It only names
/// a server or a client; it is never an index, a port or part of an order that replicas agree on.
/// </summary>
internal readonly record struct LabId : IComparable<LabId>
{
    private readonly string digits;

    private LabId(string digits)
    {
        this.digits = digits;
    }

    /// <summary>Reads an id; null when the text is not a non-negative integer.</summary>
    public static LabId? Parse(string text)
    {
        if (text.Length is 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        var digits = text.TrimStart('0');
        return new LabId(digits.Length is 0 ? "0" : digits);
    }

    public int CompareTo(LabId other)
    {
        var byLength = digits.Length.CompareTo(other.digits.Length);
        return byLength is not 0 ? byLength : string.CompareOrdinal(digits, other.digits);
    }

    public override string ToString() => digits;
}
