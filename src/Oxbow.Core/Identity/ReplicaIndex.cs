namespace Oxbow.Core.Identity;

/// <summary>A replica id as a small dense number, valid within one replica's memory only.</summary>
/// <param name="Value">Zero for the base, then in the order in which the ids became known.</param>
internal readonly record struct ReplicaIndex(int Value)
{
    /// <summary>No replica: the creator of the base.</summary>
    public static ReplicaIndex None => new(-1);

    /// <summary>The base replica.</summary>
    public static ReplicaIndex Base => default;
}
