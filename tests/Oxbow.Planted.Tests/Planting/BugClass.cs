namespace Oxbow.Planted.Tests.Planting;

/// <summary>The kinds of bugs that stores of this family have really had, as far as Oxbow has the feature.</summary>
internal enum BugClass
{
    /// <summary>A disk restored or copied: two replicas with one id.</summary>
    TwoWithOneId,

    /// <summary>A stamp goes back, most of all after a crash.</summary>
    StampGoesBack,

    /// <summary>A commit number is used twice, most of all after a crash of the primary.</summary>
    CommitNumberReused,

    /// <summary>Two primaries.</summary>
    TwoPrimaries,

    /// <summary>A replica goes on after its retirement.</summary>
    RetiredWritesOn,

    /// <summary>A replica that nobody created, or a creation that comes too late.</summary>
    Creation,

    /// <summary>A retiring replica leaves before anyone holds its last writes.</summary>
    LeavesTooEarly,

    /// <summary>An absent entry of a vector is misread: retired, or never heard of?</summary>
    AbsentEntry,

    /// <summary>A part of an exchange leaves a hole behind.</summary>
    Hole,

    /// <summary>A commit notice comes before its write.</summary>
    NoticeBeforeWrite,

    /// <summary>A session is judged or remembered wrongly.</summary>
    Session,

    /// <summary>A replay gives something else than the run did.</summary>
    NotDeterministic,

    /// <summary>A clock that is far off spreads.</summary>
    Clock,

    /// <summary>A torn tail and rot are taken for one another.</summary>
    DamagedDisk,

    /// <summary>A flush that failed, or did not happen.</summary>
    Flush,

    /// <summary>A disk that is full.</summary>
    DiskFull,

    /// <summary>The same thing arrives twice.</summary>
    Duplicate,

    /// <summary>Undo, redo and the order of the log.</summary>
    Undo,

    /// <summary>An idempotency key or a condition that does not hold what it promises.</summary>
    RequestKey,

    /// <summary>A peer of another database or another release.</summary>
    Stranger,

    /// <summary>A crash within recovery, or within the change from one segment to the next.</summary>
    Recovery,

    /// <summary>Software of two format levels.</summary>
    Level,

    /// <summary>A replica that takes over, and the epoch that it begins.</summary>
    TakeOver,

    /// <summary>A replica that was evicted.</summary>
    Eviction,

    /// <summary>A client that waits until a long tail is executed.</summary>
    Waiting,

    /// <summary>More is on the way than is allowed.</summary>
    Overload,

    /// <summary>Something goes wrong only beyond a size.</summary>
    Size,
}
