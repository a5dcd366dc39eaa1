using Oxbow.Core.AntiEntropy;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;

namespace Oxbow.Core.Recovery;

/// <summary>Builds the log of a replica from its journal. Nothing of it is persisted again.</summary>
/// <remarks>
/// Whatever was taken, from a peer or from a client, has to be taken here, at every prefix of the journal that a crash
/// can leave. So the rules are a part of those for peers, and a record is judged by what the journal holds before it.
/// </remarks>
internal sealed class LogRecovery
{
    private readonly ReplicaState state;
    private readonly PendingEntries pending;
    private readonly RecordCheck check;

    private LogRecovery(ReplicaState state)
    {
        this.state = state;
        pending = new(state.Log);
        check = new(state, pending);
    }

    /// <exception cref="RecoveryException">A record was refused.</exception>
    public static void Run(ReplicaState state, IEnumerable<LogRecord> records)
    {
        LogRecovery recovery = new(state);
        foreach (LogRecord record in records)
        {
            if (recovery.TakeOne(record) is { } rejection)
            {
                throw new RecoveryException($"Record of {NameOf(record)} in the journal: {rejection.Detail}");
            }

            if (recovery.pending.Count >= state.Options.RecoveryChunkRecords)
            {
                recovery.Integrate();
            }
        }

        recovery.Integrate();
        state.Clocks.RecoverStamps();
    }

    /// <summary>
    /// The journal holds each write once, where it was taken in. What a vector says of it then can be meant of another
    /// bearer of the id: a replica may have accepted writes after its creator, which forgot it, made it look retired.
    /// So the log itself is asked.
    /// </summary>
    private Rejection? TakeOne(in LogRecord record)
    {
        if (record.IsRollBack)
        {
            return RollBack(record.CommitNumber, record.Epoch);
        }

        if (record.IsWithdrawal)
        {
            return Withdraw(record.Id);
        }

        LogEntry? held = state.Log.Find(record.Id);
        if (held is null && record.Write is { } write)
        {
            if (check.OfJournaled(write, record.CommitNumber) is { } fault)
            {
                return fault;
            }

            LogEntry entry = pending.Add(write, record.CommitNumber);
            entry.IsPersisted = true;
            return null;
        }

        if (check.FindHeldFault(record, held) is { } rejection)
        {
            return rejection;
        }

        if (held is { IsCommitted: false } && record.CommitNumber.IsGiven)
        {
            pending.Commit(held, record.CommitNumber);
        }

        return null;
    }

    private Rejection? RollBack(CommitNumber number, CommitEpoch epoch)
    {
        Integrate();
        if (number >= state.Log.LastCommitted || !state.Log.Reaches(number))
        {
            return new(RejectionCode.Hole, $"Commits after {number} are to be taken back, and there is none.");
        }

        state.History.RollBackTo(number, epoch);
        return null;
    }

    private Rejection? Withdraw(WriteId kept)
    {
        Integrate();
        OriginLog? chain = state.Log.ChainOf(kept.Origin);
        if (chain?.After(kept.Stamp) is null || chain.LastCommitted > kept.Stamp)
        {
            return new(RejectionCode.Hole, $"Tentative writes after {kept} are to leave the log, and there is none.");
        }

        state.Withdrawals.TakeOut(kept);
        return null;
    }

    private static string NameOf(in LogRecord record) =>
        record.IsRollBack ? "a roll back" : record.IsWithdrawal ? "a withdrawal" : $"write {record.Id}";

    private void Integrate()
    {
        state.History.Integrate(pending.Commits, pending.SortIncoming());
        pending.Clear();
    }
}
