namespace Oxbow.Core.Messages;

/// <summary>Why a link was opened.</summary>
public enum LinkPurpose
{
    /// <summary>One exchange in both directions, then the link closes.</summary>
    Exchange,

    /// <summary>An exchange, after which the link stays open and carries new writes as they come.</summary>
    Live,

    /// <summary>A new replica asks for its id.</summary>
    Join,

    /// <summary>
    /// Direct mail: fresh writes go straight to the peer, each with the vector that it depends on. Nothing is
    /// acknowledged and what is lost comes with an exchange.
    /// </summary>
    Mail,

    /// <summary>A retiring replica hands over everything it has; nothing flows back.</summary>
    RetirementHandover,
}
