namespace Oxbow.Core.Messages;

/// <summary>Why a replica refused what came in. The names, in snake case, are stable codes of the outside.</summary>
public enum RejectionCode
{
    /// <summary>A limit or the form of the input is wrong.</summary>
    Invalid,

    /// <summary>The peer replicates another database.</summary>
    OtherDatabase,

    /// <summary>The peer speaks a version of the protocol that this one does not understand.</summary>
    OtherVersion,

    /// <summary>
    /// What this replica holds has become another than it said: the link begins anew, and nothing else is wrong.
    /// </summary>
    StartAnew,

    /// <summary>The message does not belong at this place of the conversation.</summary>
    OutOfTurn,

    /// <summary>A write between two writes of one replica is missing.</summary>
    Hole,

    /// <summary>Two replicas use one id: a data folder was copied or restored from a backup.</summary>
    IdentityClash,

    /// <summary>Histories that should be equal are not.</summary>
    Diverged,

    /// <summary>A write's stamp lies too far ahead of the local clock; it is taken once the clocks agree.</summary>
    ClockAhead,

    /// <summary>This replica is retiring or has retired.</summary>
    Retired,

    /// <summary>The replica was ended by others; what it accepts under that id counts no longer.</summary>
    Evicted,

    /// <summary>This replica found its id in use elsewhere and takes no writes until it has a new one.</summary>
    Quarantined,

    /// <summary>The replica lacks writes that the session depends on.</summary>
    SessionNotSatisfied,

    /// <summary>A document is not what the client expected; nothing was written.</summary>
    PreconditionFailed,

    /// <summary>The idempotency key belongs to another write.</summary>
    RequestKeyReused,

    /// <summary>
    /// The software is below the format level of the database: it executes nothing new until it is upgraded.
    /// </summary>
    BelowLevel,

    /// <summary>Some replica does not execute the format level that the database was to have.</summary>
    LevelNotSupported,

    /// <summary>The write needs a higher format level than the database has: raise the level first.</summary>
    LevelTooLow,

    /// <summary>It takes the primary to do that, or another primary than the request names.</summary>
    NotPrimary,

    /// <summary>The limit on replicas or links is reached.</summary>
    TooMany,
}
