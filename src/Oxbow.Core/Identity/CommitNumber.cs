namespace Oxbow.Core.Identity;

/// <summary>
/// Place of a write in the one final order that the primary gives: 1, 2, 3 and so on without gaps. The papers
/// call it CSN.
/// </summary>
/// <param name="Value">Zero is <see cref="None"/>: not committed, or nothing committed yet.</param>
public readonly record struct CommitNumber(long Value) : IComparable<CommitNumber>
{
    /// <summary>Not committed.</summary>
    public static CommitNumber None => default;

    /// <summary>True for the number of a committed write.</summary>
    public bool IsGiven => Value > 0;

    /// <summary>The number after this one.</summary>
    public CommitNumber Next => new(Value + 1);

    /// <inheritdoc/>
    public int CompareTo(CommitNumber other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>True when <paramref name="left"/> is the earlier number.</summary>
    public static bool operator <(CommitNumber left, CommitNumber right) => left.Value < right.Value;

    /// <summary>True when <paramref name="left"/> is the later number.</summary>
    public static bool operator >(CommitNumber left, CommitNumber right) => left.Value > right.Value;

    /// <summary>True when <paramref name="left"/> is not the later number.</summary>
    public static bool operator <=(CommitNumber left, CommitNumber right) => left.Value <= right.Value;

    /// <summary>True when <paramref name="left"/> is not the earlier number.</summary>
    public static bool operator >=(CommitNumber left, CommitNumber right) => left.Value >= right.Value;
}
