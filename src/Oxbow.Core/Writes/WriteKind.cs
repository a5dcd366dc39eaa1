namespace Oxbow.Core.Writes;

/// <summary>
/// What a write does. A number that is not listed here comes from a newer replica: the write is stored,
/// ordered and forwarded like any other.
/// </summary>
public enum WriteKind
{
    /// <summary>Not a kind; no write carries it.</summary>
    None = 0,

    /// <summary>Changes documents.</summary>
    Update = 1,

    /// <summary>Creates a replica, whose id is this write's stamp and origin, and says who it is.</summary>
    Creation = 2,

    /// <summary>The last write of its origin.</summary>
    Retirement = 3,

    /// <summary>Makes another replica the primary; takes effect when the present primary commits it.</summary>
    HandOff = 4,

    /// <summary>Says anew who its origin is: its node's name, its key, what its software can do.</summary>
    Announcement = 5,

    /// <summary>
    /// Ends a replica that is lost, on its behalf; takes effect at its commit. What that replica accepted and nobody
    /// has committed by then leaves the log and is made again under another id.
    /// </summary>
    Eviction = 6,

    /// <summary>Makes its origin the primary of a new commit epoch, because the primary is lost for good.</summary>
    TakeOver = 7,

    /// <summary>Raises the format level of the database.</summary>
    LevelRaise = 8,
}
