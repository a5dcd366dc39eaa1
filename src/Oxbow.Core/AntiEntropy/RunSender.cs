using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.AntiEntropy;

/// <summary>
/// The sending side of one link: what the peer lacks, in log order (SOSP 1997, figure 1), and afterwards new
/// writes as they arrive here. Holds no copy of the log: where it stands is two cursors and the peer's vector; while it
/// comes to a take-over, also which entries have to go before that.
/// </summary>
/// <remarks>
/// Commits go first, by commit number: the write itself where the peer lacks it, a notice where it holds it.
/// Then the tentative writes that were here when the run began, in tentative order; then, in order of arrival,
/// those that came since: one of them may stand before the place that the walk has come to, and others depend on it.
/// When commits fall back, the walk begins anew. Whatever prefix of this reaches the peer, its log stays causally
/// closed.
/// </remarks>
internal sealed class RunSender(ReplicaState state, VersionVector peerKnown, CommitNumber peerCommitted)
{
    private const int RecordOverheadBytes = 24;

    private readonly DenseVector known = DenseVector.From(peerKnown, state.Log.Replicas);
    private readonly Queue<LogEntry> causes = new();
    private CommitNumber causesOf;
    private long runStart = state.Log.Arrivals.End;
    private CommitNumber committed = peerCommitted;
    private int retreatsSeen = state.Log.Retreats.Count;
    private WriteId? walkedTo;
    private bool isWalkDone;
    private long arrival = state.Log.Arrivals.End;
    private long sequence;
    private long acknowledged;

    /// <summary>True once the run's last batch was made.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>True when everything sent is durable at the peer.</summary>
    public bool IsAcknowledged => acknowledged == sequence;

    /// <summary>Records sent.</summary>
    public long Sent { get; private set; }

    private WriteLog Log => state.Log;

    /// <summary>The next batch, or null when there is nothing to say or the window is full.</summary>
    /// <param name="mayEnd">False while the run has to stay open for what the peer may still cause.</param>
    public Batch? Next(bool mayEnd)
    {
        if (sequence - acknowledged >= state.Options.WindowBatches)
        {
            return null;
        }

        for (; retreatsSeen < Log.Retreats.Count; retreatsSeen++)
        {
            committed = committed < Log.Retreats[retreatsSeen] ? committed : Log.Retreats[retreatsSeen];

            // What fell back is tentative and counts as arrived, so nothing must be left to the walk that depends on
            // it.
            (runStart, arrival, walkedTo, isWalkDone) = (Log.Arrivals.End, Log.Arrivals.End, null, false);
            causes.Clear();
            causesOf = CommitNumber.None;
        }

        CommitNumber before = committed;
        List<LogRecord> records = [];
        int room = AddCommitted(records, state.Options.BatchBytes);
        bool bringsCommits = records.Count > 0;
        room = AddArrivals(records, AddTentative(records, room));
        bool ends = room > 0 && mayEnd && !HasEnded;
        if (records.Count == 0 && !ends)
        {
            return null;
        }

        HasEnded |= ends;
        Sent += records.Count;
        return new(++sequence, records, ends)
        {
            Epoch = Log.Epochs.Current,
            Follows = bringsCommits && before <= state.History.ExecutedNumber ? new(before, Log.HashAt(before)) : null,
        };
    }

    /// <summary>Takes an acknowledgement; false when it names a batch that was never sent.</summary>
    public bool Acknowledge(long upTo)
    {
        if (upTo < acknowledged || upTo > sequence)
        {
            return false;
        }

        acknowledged = upTo;
        return true;
    }

    /// <summary>
    /// The peer sent this write, so it holds it; with a commit number, so it holds every commit up to that.
    /// </summary>
    public void NoteHeld(Write write, CommitNumber commitNumber)
    {
        NoteHeld(Log.Replicas.Intern(write.Id.Origin), write);
        committed = commitNumber > committed ? commitNumber : committed;
    }

    /// <summary>
    /// Follows what the peer does with its own vector when it takes a write in. One that its vector covers
    /// changes nothing: an entry for a replica that the peer knows to have retired would say less than none.
    /// </summary>
    private void NoteHeld(ReplicaIndex origin, Write write)
    {
        if (known.Covers(origin, write.Id.Stamp))
        {
            return;
        }

        AcceptStamp before = known.Has(origin) ? known[origin] : write.Id.Origin.Created;
        if (write.Previous > before)
        {
            NoteCreations(origin, before, write.Previous);
        }

        known.Raise(origin, write.Id.Stamp);
        if (write.Kind == WriteKind.Creation)
        {
            NoteCreated(Log.Replicas.Intern(write.Id.Origin.Child(write.Id.Stamp)));
        }
    }

    /// <summary>
    /// The peer holds the writes in between as well: it left them out because they are here. Replicas that they created
    /// have to get their entries; without one the peer would seem to know that they have retired.
    /// </summary>
    private void NoteCreations(ReplicaIndex creator, AcceptStamp after, AcceptStamp upTo)
    {
        for (int index = 0; index < Log.Replicas.Count; index++)
        {
            ReplicaIndex created = new(index);
            AcceptStamp stamp = Log.Replicas.CreatedAt(created);
            if (Log.Replicas.CreatorOf(created) == creator && stamp > after && stamp <= upTo)
            {
                NoteCreated(created);
            }
        }
    }

    private void NoteCreated(ReplicaIndex created)
    {
        if (!known.Has(created))
        {
            known[created] = Log.Replicas.CreatedAt(created);
        }
    }

    /// <summary>Adds records while there is room; gives the room left, not more than zero when it ran out.</summary>
    private int AddCommitted(List<LogRecord> records, int room)
    {
        while (committed < Log.LastCommitted && room > 0)
        {
            LogEntry entry = Log.At(committed.Next);
            room -= Log.Epochs.BeginsAt(committed.Next) ? AddCausesOf(records, entry, room) : 0;
            if (room <= 0)
            {
                break;
            }

            committed = committed.Next;
            room -= known.Covers(entry.Origin, entry.Stamp)
                ? Add(records, NoticeOf(entry), entry.Write.Id.Origin.Encoded.Length)
                : AddWrite(records, entry);
        }

        return room;
    }

    /// <summary>
    /// A take-over stands before all that its origin held tentatively, and depends on it. So that goes first, tentative
    /// as it was: everything behind the take-over with a smaller stamp, in the order of stamps, since an older
    /// take-over among it stands before its own causes as well. Gives the bytes added, at least as many as there was
    /// room for when more is left.
    /// </summary>
    private int AddCausesOf(List<LogRecord> records, LogEntry takeOver, int room)
    {
        if (causesOf != takeOver.CommitNumber)
        {
            causesOf = takeOver.CommitNumber;
            FindCausesOf(takeOver);
        }

        int added = 0;
        while (added < room && causes.TryDequeue(out LogEntry? cause))
        {
            if (!cause.IsWithdrawn && !known.Covers(cause.Origin, cause.Stamp))
            {
                NoteHeld(cause.Origin, cause.Write);
                added += Add(records, LogRecord.Of(cause.Write, CommitNumber.None), cause.Write.Encoded.Length);
            }
        }

        return added;
    }

    /// <summary>Once for each take-over: it looks at everything behind it.</summary>
    private void FindCausesOf(LogEntry takeOver)
    {
        List<LogEntry> found = [];
        for (long position = takeOver.CommitNumber.Value; position < Log.Count; position++)
        {
            LogEntry entry = Log.At(position);
            if (entry.Stamp < takeOver.Stamp && !known.Covers(entry.Origin, entry.Stamp))
            {
                found.Add(entry);
            }
        }

        foreach (LogEntry entry in found.OrderBy(entry => entry.Write.Id))
        {
            causes.Enqueue(entry);
        }
    }

    private int AddTentative(List<LogRecord> records, int room)
    {
        if (isWalkDone || room <= 0)
        {
            return room;
        }

        int position = walkedTo is { } id ? Log.Tentative.LowerBound(id) : 0;
        for (; position < Log.Tentative.Count && room > 0; position++)
        {
            LogEntry entry = Log.Tentative[position];
            walkedTo = entry.Write.Id;
            room -= entry.ArrivalPosition < runStart ? AddUnlessHeld(records, entry) : 0;
        }

        isWalkDone = position == Log.Tentative.Count;
        return room;
    }

    private int AddArrivals(List<LogRecord> records, int room)
    {
        for (arrival = Math.Max(arrival, Log.Arrivals.Start); arrival < Log.Arrivals.End && room > 0; arrival++)
        {
            room -= AddUnlessHeld(records, Log.Arrivals[arrival]);
        }

        return room;
    }

    private int AddUnlessHeld(List<LogRecord> records, LogEntry entry) =>
        entry.IsWithdrawn || known.Covers(entry.Origin, entry.Stamp) ? 0 : AddWrite(records, entry);

    private int AddWrite(List<LogRecord> records, LogEntry entry)
    {
        NoteHeld(entry.Origin, entry.Write);
        return Add(records, LogRecord.Of(entry.Write, entry.CommitNumber), entry.Write.Encoded.Length);
    }

    private static LogRecord NoticeOf(LogEntry entry) =>
        LogRecord.Notice(entry.Write.Id, entry.CommitNumber) with { NoticedHash = entry.Write.Hash };

    private static int Add(List<LogRecord> records, LogRecord record, int bytes)
    {
        records.Add(record);
        return bytes + RecordOverheadBytes;
    }
}
