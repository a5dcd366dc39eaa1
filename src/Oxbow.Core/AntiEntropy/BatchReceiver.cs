using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;

namespace Oxbow.Core.AntiEntropy;

/// <summary>
/// Takes records from a peer or from the journal into the log. Every record is checked before it changes
/// anything; at the first that is refused, the ones before it are kept, so the log stays causally closed.
/// </summary>
/// <remarks>
/// What a record has to satisfy: no write of its origin is missing before it (I1); a commit number follows the
/// last without a gap (I5) and names the same write as here (I4, I6); a commit notice names a write held (I16).
/// </remarks>
internal sealed class BatchReceiver(ReplicaState state, bool isRecovery = false)
{
    private const int RecoveryChunk = 4096;

    private readonly List<LogEntry> commits = [];
    private readonly List<LogEntry> incoming = [];

    private WriteLog Log => state.Log;

    /// <summary>Takes the records, which came in the same way; gives the reason when one of them was refused.</summary>
    public Rejection? Take(IReadOnlyList<LogRecord> records, Arrival arrival)
    {
        Rejection? rejection = null;
        for (int index = 0; index < records.Count && rejection is null; index++)
        {
            rejection = TakeOne(records[index], arrival);
        }

        GiveThemTheirPlace();
        return rejection;
    }

    /// <summary>Builds the log from the journal. Nothing of it is persisted again.</summary>
    /// <exception cref="RecoveryException">A record was refused.</exception>
    public static void Recover(ReplicaState state, IEnumerable<LogRecord> records)
    {
        BatchReceiver receiver = new(state, isRecovery: true);
        foreach (LogRecord record in records)
        {
            if (receiver.TakeOne(record, arrival: null) is { } rejection)
            {
                throw new RecoveryException($"Record of write {record.Id} in the journal: {rejection.Detail}");
            }

            if (receiver.commits.Count + receiver.incoming.Count >= RecoveryChunk)
            {
                receiver.Replay();
            }
        }

        receiver.Replay();
    }

    private CommitNumber NextCommit => new(Log.LastCommitted.Value + commits.Count + 1);

    private Rejection? TakeOne(in LogRecord record, Arrival? arrival)
    {
        LogEntry? entry = null;
        bool isNew = record.Write is not null && !IsHere(record.Id);
        if (!isNew)
        {
            entry = Log.Find(record.Id);
            if (FindFault(record, entry) is { } fault)
            {
                return fault;
            }
        }
        else if (FindFault(record.Write!, record.CommitNumber) is { } fault)
        {
            return fault;
        }

        if (isNew)
        {
            entry = Log.Add(record.Write!);
            entry.Arrival = arrival;
            state.Clock.See(entry.Stamp);
        }

        if (record.CommitNumber == NextCommit && entry is not null)
        {
            entry.CommitNumber = record.CommitNumber;
            commits.Add(entry);
        }
        else if (isNew)
        {
            incoming.Add(entry!);
        }

        return null;
    }

    /// <summary>
    /// The journal holds each write once, where it was taken in. What a vector says of it then can be meant of another
    /// bearer of the id: a replica may have accepted writes after its creator, which forgot it, made it look retired.
    /// </summary>
    private bool IsHere(WriteId id) => isRecovery ? Log.Find(id) is not null : Log.Covers(id);

    /// <summary>Checks a write that is new here.</summary>
    private Rejection? FindFault(Write write, CommitNumber commitNumber)
    {
        if (!Log.Replicas.HasRoomFor(write.Id.Origin))
        {
            return new(RejectionCode.TooMany, $"The database has had {ReplicaTable.MaximumReplicas} replicas: no more are taken.");
        }

        if (!isRecovery && write.Id.Origin == state.Identity.Replica)
        {
            return Quarantine(write.Id);
        }

        AcceptStamp expected = Log.PreviousOf(write.Id.Origin);
        if (write.Previous > expected)
        {
            return new(RejectionCode.Hole, $"Before {write.Id} a write is missing: it follows {write.Previous}, the last one here is {expected}.");
        }

        if (write.Previous < expected)
        {
            return new(RejectionCode.IdentityClash, $"Two replicas use the id {write.Id.Origin}: {write.Id} follows {write.Previous}, but {expected} is here. A data folder was copied or restored; let one of them join anew.");
        }

        if (FindChainFault(write) is { } fault)
        {
            return fault;
        }

        if (isRecovery)
        {
            return commitNumber.IsGiven && commitNumber != NextCommit ? Gap(write.Id, commitNumber) : null;
        }

        if (state.Clock.IsTooFarAhead(write.Id.Stamp))
        {
            return new(RejectionCode.ClockAhead, $"{write.Id} was accepted more than {state.Options.MaximumClockAhead} ahead of the clock here: set the clocks right; it is taken once they agree.");
        }

        return commitNumber.IsGiven ? FindCommitFault(write.Id, commitNumber) : null;
    }

    /// <summary>
    /// Checks that the write follows the very write that is here, and not another one with the same stamp; and that the
    /// replica that a creation creates is the one whose writes are here already.
    /// </summary>
    private Rejection? FindChainFault(Write write)
    {
        if (Log.HeadOf(write.Id.Origin) is { } head && write.PreviousHash != head)
        {
            return Forked(write.Id, write.Id.Origin);
        }

        return write.Kind == WriteKind.Creation
            && Log.FirstOf(write.Id.Origin.Child(write.Id.Stamp)) is { } first
            && first.Write.PreviousHash != write.Hash
            ? Forked(write.Id, first.Write.Id.Origin)
            : null;
    }

    private static Rejection Forked(WriteId id, ReplicaId origin) =>
        new(RejectionCode.IdentityClash, $"Two replicas use the id {origin}: {id} belongs to another history of it than what is here. A data folder was copied or restored; let one of them join anew.");

    private Rejection Quarantine(WriteId id)
    {
        state.Quarantine();
        return new(RejectionCode.IdentityClash, $"{id} bears this replica's id but is not in its journal: the data folder was restored or copied. The replica stops accepting writes and needs a new id.");
    }

    /// <summary>
    /// Checks a record about a write that is covered here; <paramref name="entry"/> is null when it is not held all the
    /// same: its origin has two histories.
    /// </summary>
    private Rejection? FindFault(in LogRecord record, LogEntry? entry)
    {
        if (entry is not null && record.Write is { } write && !write.Encoded.Span.SequenceEqual(entry.Write.Encoded.Span))
        {
            return new(RejectionCode.IdentityClash, $"Two different writes are named {record.Id}: two replicas use one id. Let one of them join anew.");
        }

        if (entry is null && record.Write is not null)
        {
            return state.Identity.Replica == record.Id.Origin ? Quarantine(record.Id) : new(RejectionCode.IdentityClash, $"{record.Id} should be among the writes here and is not: two replicas use the id {record.Id.Origin}. Let one of them join anew.");
        }

        if (!record.CommitNumber.IsGiven)
        {
            return null;
        }

        if (record.CommitNumber < NextCommit)
        {
            WriteId known = IdAt(record.CommitNumber);
            return known == record.Id ? null : Diverged($"commit number {record.CommitNumber} is {known} here and {record.Id} there");
        }

        if (entry is null)
        {
            return new(RejectionCode.Hole, $"A commit notice names {record.Id}, which this replica does not hold.");
        }

        return entry.IsCommitted
            ? Diverged($"{record.Id} has commit number {entry.CommitNumber} here and {record.CommitNumber} there")
            : FindCommitFault(record.Id, record.CommitNumber);
    }

    private Rejection? FindCommitFault(WriteId id, CommitNumber commitNumber)
    {
        if (commitNumber != NextCommit)
        {
            return Gap(id, commitNumber);
        }

        return state.IsPrimary && !isRecovery
            ? new(RejectionCode.IdentityClash, $"This replica is the primary and did not give commit number {commitNumber}: another one commits as well.")
            : null;
    }

    private WriteId IdAt(CommitNumber number)
    {
        LogEntry entry = number <= Log.LastCommitted ? Log.At(number) : commits[(int)(number.Value - Log.LastCommitted.Value) - 1];
        return entry.Write.Id;
    }

    private static Rejection Gap(WriteId id, CommitNumber commitNumber) =>
        new(RejectionCode.Hole, $"Commit number {commitNumber} of {id} does not follow the last one here.");

    private static Rejection Diverged(string how) =>
        new(RejectionCode.Diverged, $"The histories differ: {how}. Compare the two replicas and let the wrong one join anew.");

    private void GiveThemTheirPlace()
    {
        state.Integrate(commits, SortedIncoming());
        commits.Clear();
        incoming.Clear();
    }

    private void Replay()
    {
        state.History.Integrate(commits, SortedIncoming());
        commits.ForEach(entry => entry.IsPersisted = true);
        incoming.ForEach(entry => entry.IsPersisted = true);
        commits.Clear();
        incoming.Clear();
    }

    /// <summary>What is still tentative after the whole batch, in tentative order. A run comes sorted, live arrivals may not.</summary>
    private List<LogEntry> SortedIncoming()
    {
        incoming.RemoveAll(entry => entry.IsCommitted);
        for (int index = 1; index < incoming.Count; index++)
        {
            if (incoming[index - 1].Write.Id > incoming[index].Write.Id)
            {
                incoming.Sort((left, right) => left.Write.Id.CompareTo(right.Write.Id));
                break;
            }
        }

        return incoming;
    }
}
