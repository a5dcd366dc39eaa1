using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Testing.Model;

/// <summary>A write that a replica has durably accepted, with what that replica held at that moment.</summary>
internal sealed class KnownWrite(Write write, OriginLine line, int ordinal, Holdings dependencies)
{
    public Write Write { get; } = write;

    public WriteId Id => Write.Id;

    public OriginLine Line { get; } = line;

    /// <summary>Its place among the writes of its line, from zero.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>Its place among all writes, in order of acceptance, from zero.</summary>
    public int Index { get; init; }

    /// <summary>Everything its replica held just before.</summary>
    public Holdings Dependencies { get; } = dependencies;

    /// <summary>Its commits: more than one only after a take-over, or after a primary lost its memory.</summary>
    public List<Commit> Commits { get; } = [];

    public override string ToString() => Write.ToString();
}
