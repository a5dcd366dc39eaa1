namespace Oxbow.Core.Identity;

/// <summary>
/// The reign of one line of primaries: from a take-over until the next one. Of two epochs the larger one counts, by number and
/// then by the replica that took over, so that all who know both follow the same.
/// </summary>
/// <param name="Number">0 at first, then one more than that of the epoch in which the take-over was made.</param>
/// <param name="Founder">The replica that took over; the base replica for the first epoch.</param>
public readonly record struct CommitEpoch(long Number, ReplicaId Founder) : IComparable<CommitEpoch>
{
    /// <summary>The epoch that a database begins with.</summary>
    public static CommitEpoch First => new(0, ReplicaId.Base);

    /// <inheritdoc/>
    public int CompareTo(CommitEpoch other)
    {
        int byNumber = Number.CompareTo(other.Number);
        return byNumber != 0 ? byNumber : Founder.CompareTo(other.Founder);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Number}@{Founder}";

    /// <summary>True when <paramref name="left"/> gives way to <paramref name="right"/>.</summary>
    public static bool operator <(CommitEpoch left, CommitEpoch right) => left.CompareTo(right) < 0;

    /// <summary>True when <paramref name="right"/> gives way to <paramref name="left"/>.</summary>
    public static bool operator >(CommitEpoch left, CommitEpoch right) => left.CompareTo(right) > 0;

    /// <summary>True when <paramref name="left"/> gives way to <paramref name="right"/> or is the same.</summary>
    public static bool operator <=(CommitEpoch left, CommitEpoch right) => left.CompareTo(right) <= 0;

    /// <summary>True when <paramref name="right"/> gives way to <paramref name="left"/> or is the same.</summary>
    public static bool operator >=(CommitEpoch left, CommitEpoch right) => left.CompareTo(right) >= 0;
}
