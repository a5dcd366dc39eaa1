namespace Oxbow.Core.Messages;

/// <summary>Whether a replica takes writes.</summary>
public enum Standing
{
    /// <summary>Serves clients and peers.</summary>
    Active,

    /// <summary>Has accepted its retirement and looks for a peer to tell; takes no more writes.</summary>
    Retiring,

    /// <summary>A peer holds everything it had, durably. It can end.</summary>
    Retired,

    /// <summary>Found that its id is in use elsewhere; takes no writes until it has a new one.</summary>
    Quarantined,
}
