namespace Oxbow.Client;

/// <summary>Which writes a read sees.</summary>
public enum ReadView
{
    /// <summary>Every write that the replica has, committed and tentative (default).</summary>
    Latest,

    /// <summary>Committed writes alone.</summary>
    Committed,
}
