namespace Oxbow.Testing.Faults;

/// <summary>What a simulation can do to replicas. A seed draws which of these it uses and how often.</summary>
public enum FaultKind
{
    /// <summary>A link is cut; a part of what was on the way still arrives.</summary>
    LinkCut,

    /// <summary>A byte of a frame is changed on the way.</summary>
    FrameCorrupted,

    /// <summary>A frame disappears from the middle of a link.</summary>
    FrameLost,

    /// <summary>A frame arrives twice over one link.</summary>
    FrameDuplicated,

    /// <summary>A message arrives after its link was closed.</summary>
    LateMessage,

    /// <summary>One direction of one link stands still for a while.</summary>
    OneWayStall,

    /// <summary>The nodes fall into two groups that do not hear one another.</summary>
    Partition,

    /// <summary>One group does not hear the other, which still hears it.</summary>
    OneWayPartition,

    /// <summary>All paths of a node stop one by one and come back in another order.</summary>
    Swizzle,

    /// <summary>The power of a node is cut: what was not flushed is lost or torn by sectors.</summary>
    PowerCut,

    /// <summary>Bytes at rest change.</summary>
    Rot,

    /// <summary>A write to the disk goes to a wrong place.</summary>
    MisdirectedWrite,

    /// <summary>A flush fails, and the cache drops what it did not write.</summary>
    FlushFailure,

    /// <summary>No space is left for a while.</summary>
    DiskFull,

    /// <summary>A write fails in the middle.</summary>
    WriteError,

    /// <summary>A read fails while a node starts.</summary>
    ReadError,

    /// <summary>A clock runs too fast or too slow.</summary>
    ClockDrift,

    /// <summary>A clock jumps forward by less than the bound.</summary>
    ClockJumpForward,

    /// <summary>A clock jumps back.</summary>
    ClockJumpBack,

    /// <summary>A clock stands still.</summary>
    ClockFrozen,

    /// <summary>A clock jumps years ahead.</summary>
    ClockFarAhead,

    /// <summary>A process is killed between any two things it does.</summary>
    CrashAtEffect,

    /// <summary>A process is killed while it recovers.</summary>
    CrashInRecovery,

    /// <summary>A process does nothing for a while.</summary>
    Pause,

    /// <summary>A process is ended in order and started again.</summary>
    Restart,

    /// <summary>A node loses its disk and joins as a new replica.</summary>
    Wipe,

    /// <summary>A node's disk is replaced by an older copy of it.</summary>
    RestoreOlderCopy,

    /// <summary>A node is started on a copy of another one's disk.</summary>
    CloneFolder,

    /// <summary>A new replica joins.</summary>
    Join,

    /// <summary>A replica retires; a primary hands its authority over first.</summary>
    Retire,

    /// <summary>A client shows a session token that was tampered with.</summary>
    ForgedToken,

    /// <summary>
    /// A program of another database or another release, or one that talks nonsense, speaks to a node.
    /// </summary>
    Stranger,

    /// <summary>A process is killed when a new file has its name and the folder is not yet synced.</summary>
    CrashAtNameSync,

    /// <summary>
    /// An operator lets a replica take over from the primary, whether that is lost or not; perhaps two at a time.
    /// </summary>
    TakeOver,

    /// <summary>An operator moves the primary.</summary>
    PrimaryMoved,

    /// <summary>The primary loses its disk or gets an older copy of it, and another replica takes over.</summary>
    PrimaryLost,

    /// <summary>An operator evicts a replica, whether it is lost or not.</summary>
    Eviction,
}
