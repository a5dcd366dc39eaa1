using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Log;

/// <summary>One write in a replica's log, with what the replica knows about it.</summary>
internal sealed class LogEntry(Write write, ReplicaIndex origin)
{
    public Write Write { get; } = write;

    public ReplicaIndex Origin { get; } = origin;

    public AcceptStamp Stamp => Write.Id.Stamp;

    /// <summary>Given once, when the write is committed.</summary>
    public CommitNumber CommitNumber { get; set; }

    /// <summary>What came of the write when it was executed last.</summary>
    public Outcome Outcome { get; set; }

    /// <summary>Hash of the history up to this write; set when it is committed.</summary>
    public ChainHash Hash { get; set; }

    /// <summary>Position in the <see cref="ArrivalOrder"/>; set when the entry came in as a tentative one.</summary>
    public long ArrivalPosition { get; set; }

    /// <summary>How it came here; null for a write of this replica's own, and for one from the journal.</summary>
    public Arrival? Arrival { get; set; }

    /// <summary>True once the entry stands in the journal.</summary>
    public bool IsPersisted { get; set; }

    public bool IsCommitted => CommitNumber.IsGiven;

    /// <summary>True when it is committed at a place where the format level does not allow it.</summary>
    public bool SaysNothing => IsCommitted && Outcome == Outcome.NotUnderstood;

    /// <summary>True once the entry has left the log: another history of its origin's id stands there.</summary>
    public bool IsWithdrawn { get; set; }
}
