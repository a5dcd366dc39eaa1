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

    /// <summary>The largest stamp of what must be here before it.</summary>
    public AcceptStamp Before => new(Id.Stamp.Value - 1);

    /// <summary>
    /// A bearer of its id that held less has accepted it once more, to the byte: what it depends on is what both held.
    /// </summary>
    public bool IsAcceptedAgain { get; set; }

    /// <summary>
    /// Its own replica has taken it out of its log, because the clock was wrong when it accepted it, and makes it
    /// again under another id. What depends on it stays where it is.
    /// </summary>
    public bool IsTakenBack { get; set; }

    /// <summary>
    /// The write that it was made again from; null for a write of its own, or when nobody accepted that.
    /// </summary>
    public KnownWrite? Original { get; init; }

    /// <summary>What it is known as wherever it is made again.</summary>
    public KnownWrite Root => Original ?? this;

    /// <summary>Its commits: more than one only after a take-over, or after a primary lost its memory.</summary>
    public List<Commit> Commits { get; } = [];

    public override string ToString() => Write.ToString();
}
