using Oxbow.Core.Log;
using Oxbow.Core.Messages;

namespace Oxbow.Core.AntiEntropy;

/// <summary>
/// Takes records from a peer into the log. Every record is checked before it changes anything; at the first that is
/// refused, the ones before it are kept, so the log stays causally closed.
/// </summary>
internal sealed class BatchReceiver
{
    private readonly ReplicaState state;
    private readonly PendingEntries pending;
    private readonly RecordCheck check;

    public BatchReceiver(ReplicaState state)
    {
        this.state = state;
        pending = new(state.Log);
        check = new(state, pending);
    }

    /// <summary>Takes the records, which came in the same way; gives the reason when one of them was refused.</summary>
    public Rejection? Take(IReadOnlyList<LogRecord> records, Arrival arrival)
    {
        Rejection? rejection = null;
        for (int index = 0; index < records.Count && rejection is null; index++)
        {
            rejection = TakeOne(records[index], arrival);
        }

        state.Integrate(pending.Commits, pending.SortIncoming());
        pending.Clear();
        return rejection;
    }

    private Rejection? TakeOne(in LogRecord record, Arrival arrival)
    {
        if (record.Write is { } write && !state.Log.Covers(record.Id))
        {
            if (state.ActOn(check.OfNew(write, record.CommitNumber)) is { } refusal)
            {
                return refusal;
            }

            LogEntry entry = pending.Add(write, record.CommitNumber);
            entry.Arrival = arrival;
            state.Clock.See(entry.Stamp);
            return null;
        }

        LogEntry? held = state.Log.Find(record.Id);
        if (state.ActOn(check.OfCovered(record, held)) is { } rejection)
        {
            return rejection;
        }

        if (held is { IsCommitted: false } && record.CommitNumber.IsGiven)
        {
            pending.Commit(held, record.CommitNumber);
        }

        return null;
    }
}
