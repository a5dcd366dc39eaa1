using Oxbow.Core.Identity;

namespace Oxbow.Testing.Model;

/// <summary>
/// The writes of one replica id in the order of their acceptance. An id that two processes use, after a restored
/// backup or a cloned folder, has a line for each history, which branches off another one.
/// </summary>
internal sealed class OriginLine(ReplicaId replica, int index, OriginLine? parent, int forkedAt)
{
    public ReplicaId Replica { get; } = replica;

    public int Index { get; } = index;

    /// <summary>The line that this one branches off; null for the first.</summary>
    public OriginLine? Parent { get; } = parent;

    /// <summary>How many writes of the parent come before the first of this line.</summary>
    public int ForkedAt { get; } = forkedAt;

    public List<KnownWrite> Writes { get; } = [];

    public List<OriginLine> Branches { get; } = [];

    /// <summary>
    /// True when its id has two histories. Vectors cannot tell them apart, so until somebody notices, a replica may
    /// take the one for the other.
    /// </summary>
    public bool IsForked => Parent is not null || Branches.Count > 0;

    /// <summary>Its last write, once it is a retirement.</summary>
    public KnownWrite? Retirement { get; set; }

    /// <summary>The write that the one at a place of this line follows, of its parent where it branches off; null for the first.</summary>
    public KnownWrite? Before(int ordinal) => ordinal > 0 ? Writes[ordinal - 1] : Parent?.Before(ForkedAt);
}
