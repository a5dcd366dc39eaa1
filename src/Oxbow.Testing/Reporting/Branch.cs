namespace Oxbow.Testing.Reporting;

/// <summary>Notable things that happen inside Oxbow. A run that never sees one of them has not tested it.</summary>
public enum Branch
{
    /// <summary>A replica accepted a write.</summary>
    WriteAccepted,

    /// <summary>A write got a commit number.</summary>
    WriteCommitted,

    /// <summary>A write committed before one with a smaller stamp was.</summary>
    CommittedAgainstStampOrder,

    /// <summary>A write arrived that stands before others held already: they are undone and run again.</summary>
    ArrivedOutOfOrder,

    /// <summary>A replica told its operator that an id, or the commit numbers, have two histories.</summary>
    OtherHistoryAlarmed,

    /// <summary>A commit was sent as a notice, because the peer holds the write.</summary>
    CommitNoticeSent,

    /// <summary>A write went out as direct mail.</summary>
    DirectMailSent,

    /// <summary>A mailed write came before something that it depends on, and waits.</summary>
    WriteHeldBack,

    /// <summary>A write that waited is in the log.</summary>
    WriteReleased,

    /// <summary>A request sent again was answered with the write that it had made before.</summary>
    RequestAnsweredAgain,

    /// <summary>The second write with one idempotency key committed, and changed nothing.</summary>
    RepeatedWriteCommitted,

    /// <summary>The format level of a database was raised.</summary>
    LevelRaised,

    /// <summary>A commit came that the software of its receiver does not execute.</summary>
    CommittedBelowLevel,

    /// <summary>A write with a condition was accepted.</summary>
    ConditionHeld,

    /// <summary>A replica took a write of a newer version, which it does not understand.</summary>
    UnknownWriteTaken,

    /// <summary>A replica sent such a write on.</summary>
    UnknownWriteForwarded,

    /// <summary>A write was sent with its commit number.</summary>
    CommittedWriteSent,

    /// <summary>A live link carried writes after its first run.</summary>
    LiveBatchSent,

    /// <summary>A sender had as many batches on the way as its window allows.</summary>
    WindowFull,

    /// <summary>An exchange ended at both ends.</summary>
    RunsEnded,

    /// <summary>A replica took several inputs in one turn.</summary>
    SeveralInputsInOneTurn,

    /// <summary>
    /// A client's request waited for another turn, because more was pending than may be executed in one.
    /// </summary>
    RequestWaited,

    /// <summary>A join link got an id.</summary>
    JoinGranted,

    /// <summary>A hand-off was committed.</summary>
    HandOffCommitted,

    /// <summary>A retiring replica learned that a peer holds everything.</summary>
    RetirementHandoverEnded,

    /// <summary>A link for a retirement handover ended before the retirement handover did.</summary>
    RetirementHandoverCut,

    /// <summary>A replica started again while it was retiring.</summary>
    RetiringAfterRestart,

    /// <summary>A vector has an entry for a retired replica, whose creation is not known.</summary>
    RetiredEntryIsMaximum,

    /// <summary>A vector leaves a retired replica out.</summary>
    RetiredEntryIsAbsent,

    /// <summary>A replica found its id in use elsewhere.</summary>
    Quarantined,

    /// <summary>A replica got a new id after that.</summary>
    IdentityRenewed,

    /// <summary>A replica that had lost its memory wrote under an id that others know more of.</summary>
    Forked,

    /// <summary>
    /// A primary that had lost its memory gave a commit number that was known elsewhere for another write.
    /// </summary>
    CommitNumberGivenAgain,

    /// <summary>A primary whose journal was cut waited for a peer before it committed.</summary>
    AwaitedPeer,

    /// <summary>A session was refused at a replica that lacks writes it depends on.</summary>
    SessionRefused,

    /// <summary>A session went on at another replica.</summary>
    SessionMoved,

    /// <summary>A journal began another segment.</summary>
    SegmentRolled,

    /// <summary>A group that was never promised was lost with the process.</summary>
    UnsyncedGroupLost,

    /// <summary>A group that was never promised survived the process.</summary>
    UnsyncedGroupSurvived,

    /// <summary>A start refused a damaged journal.</summary>
    DamageRefused,

    /// <summary>Rot in the last group looked like a torn tail.</summary>
    RotTakenForTornTail,

    /// <summary>A node started again and found everything it had promised.</summary>
    Recovered,

    /// <summary>A frame was refused for its checksum.</summary>
    FrameRefused,

    /// <summary>The operator of act two had to wipe a node.</summary>
    WipedByOperator,

    /// <summary>The operator of act two let all but one replica join anew, because they did not become equal.</summary>
    OneKept,

    /// <summary>After a fork a write was taken for another one of its name, and the run ended there.</summary>
    HistoriesMixed,

    /// <summary>A replica took over and began a commit epoch.</summary>
    TakenOver,

    /// <summary>A take-over gave way to another one and was committed in that one's epoch.</summary>
    TakeOverCommittedElsewhere,

    /// <summary>Writes of a history of a forked id left a log.</summary>
    WritesWithdrawn,

    /// <summary>A write was made again under another id.</summary>
    WriteRemade,

    /// <summary>A replica was evicted.</summary>
    ReplicaEvicted,

    /// <summary>Commits became tentative again, because a larger epoch begins before them.</summary>
    CommitsRolledBack,

    /// <summary>Act two had no primary, and the operator let a replica take over.</summary>
    TakenOverInTheEnd,

    /// <summary>Act two ended without a primary.</summary>
    EndedWithoutPrimary,

    /// <summary>
    /// Of these: a hand-off had named a replica that retired before it heard of it, and nothing else was lost.
    /// </summary>
    AuthorityWentAstray,

    /// <summary>In act two nobody was left who takes writes, creates replicas or hears a retirement handover.</summary>
    EndedWithoutActiveReplica,

    /// <summary>A replica was compared in depth with the naive reference.</summary>
    ComparedInDepth,
}
