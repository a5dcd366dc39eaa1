namespace Oxbow.Core.State;

/// <summary>Which writes a read takes into account.</summary>
public enum ReadView
{
    /// <summary>All writes that the replica has: committed ones, then tentative ones.</summary>
    Latest,

    /// <summary>Committed writes only: what is read can still be overwritten, but not taken back.</summary>
    Committed,
}
