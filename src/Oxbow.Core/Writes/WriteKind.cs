namespace Oxbow.Core.Writes;

/// <summary>
/// What a write does. A number that is not listed here comes from a newer replica: the write is stored,
/// ordered and forwarded like any other, and changes nothing here.
/// </summary>
public enum WriteKind
{
    /// <summary>Not a kind; no write carries it.</summary>
    None = 0,

    /// <summary>Changes documents.</summary>
    Update = 1,

    /// <summary>Creates a replica, whose id is this write's stamp and origin.</summary>
    Creation = 2,

    /// <summary>The last write of its origin.</summary>
    Retirement = 3,

    /// <summary>Makes another replica the primary; takes effect when the present primary commits it.</summary>
    HandOff = 4,
}
