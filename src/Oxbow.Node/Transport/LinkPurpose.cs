namespace Oxbow.Node.Transport;

/// <summary>Why a link was opened; the listener can refuse by purpose before any frame passes.</summary>
public enum LinkPurpose
{
    /// <summary>One exchange: each end learns what it lacks, then the link ends.</summary>
    Exchange,

    /// <summary>An exchange that stays open and carries new writes as they are accepted.</summary>
    Live,

    /// <summary>A node asks to hold a replica of the database.</summary>
    Join,

    /// <summary>A retiring replica hands over what it alone holds.</summary>
    Farewell,
}
