using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Replicas;

/// <summary>
/// Takes writes out of the log whose history gave way (docs/protocol.md, "An id used twice"), and makes those that
/// change documents again under this replica's id.
/// </summary>
internal sealed class Withdrawals(ReplicaState state)
{
    private readonly List<Write> waiting = [];

    /// <summary>
    /// Those that were made again, here or elsewhere, and need a level above the first one: where a roll back takes the
    /// raise away that allowed them, all of them can be committed at places where they say nothing.
    /// </summary>
    private readonly List<Write> leveled = [];
    private (int Level, int Retreats) leveledAt;

    /// <summary>By replica, the last write that left the log since all that left before was made again.</summary>
    private readonly Dictionary<ReplicaId, AcceptStamp> leftThrough = [];
    private bool mayHoldOrphans = true;

    private WriteLog Log => state.Log;

    /// <summary>A write that waits to be made again; null when no such one does.</summary>
    public Write? Find(WriteId id) => waiting.Find(write => write.Id == id || write.Root.Id == id);

    /// <summary>
    /// Takes the tentative writes of an origin after one of them out of the log, with those of the replicas that they
    /// created. Does nothing when there is none.
    /// </summary>
    /// <param name="kept">The last one that stays; with no stamp none does.</param>
    /// <param name="reason">What is wrong with them.</param>
    public void Withdraw(WriteId kept, Rejection reason)
    {
        if (Log.ChainOf(kept.Origin)?.After(kept.Stamp) is null)
        {
            return;
        }

        IReadOnlyList<LogEntry> withdrawn = TakeOut(kept);
        state.Effects.PersistWithdrawal(kept);
        state.Effects.Report(new Alarm(reason with
        {
            Detail = $"{reason.Detail} {withdrawn.Count} tentative writes, {withdrawn[0].Write.Id} the first of them, have left the "
                + "log and are made again under another id.",
        }));
        if (withdrawn.FirstOrDefault(IsOwnCreation) is { } creation)
        {
            state.LoseIdentity($"{creation.Write.Id}, which created this replica, has left the log", reason.Code);
        }
    }

    /// <summary>The same while the journal is read.</summary>
    public IReadOnlyList<LogEntry> TakeOut(WriteId kept)
    {
        IReadOnlyList<LogEntry> withdrawn = state.History.WithdrawAfter(Log.Replicas.Intern(kept.Origin), kept.Stamp);
        foreach (LogEntry entry in withdrawn)
        {
            // In their order: the last one of each counts.
            leftThrough[entry.Write.Id.Origin] = entry.Stamp;

            // Writes can be here of one from which the created one descends, and not what created that.
            mayHoldOrphans |= entry.Write.Kind == WriteKind.Creation;
        }

        state.Outbox.Withdraw(withdrawn);
        waiting.AddRange(withdrawn
            .Select(entry => entry.Write)
            .Where(write => write is { Kind: WriteKind.Update, IsUnderstood: true }));
        state.BeginConversationsAnew();
        return withdrawn;
    }

    /// <summary>True while writes are here, perhaps, of replicas that were never created.</summary>
    public bool HasOrphansToGiveUp => mayHoldOrphans && !Log.Epochs.IsOnTheWay && Log.Orphans.Count > 0;

    /// <summary>
    /// A roll back leaves writes tentative whose replicas were never created, perhaps: as long as they were committed
    /// they stood for themselves.
    /// </summary>
    public void LookForOrphans() => mayHoldOrphans = true;

    /// <summary>
    /// Once the larger epoch is here, and does not commit them, the writes of such replicas have to leave.
    /// </summary>
    public void GiveUpOrphans()
    {
        while (mayHoldOrphans && !Log.Epochs.IsOnTheWay)
        {
            mayHoldOrphans = false;
            foreach (ReplicaId orphan in Log.Orphans)
            {
                GiveUp(orphan, "its creator has another history.");
            }
        }
    }

    /// <summary>Takes the tentative writes of a replica out of the log that was never created.</summary>
    public void GiveUp(ReplicaId orphan, string reason) => Withdraw(
        new(orphan, Log.ChainOf(orphan)?.LastCommitted ?? AcceptStamp.None),
        new(RejectionCode.IdentityClash, $"{orphan} was never created: {reason}"));

    /// <summary>
    /// Takes out what replicas accepted that are evicted by now, and nobody had committed before. If this is one of
    /// them, or one of those that they created since, it goes on under a new id. True when somebody was evicted.
    /// </summary>
    public bool LeaveEvicted()
    {
        bool isAny = Log.Evictions.HasFresh;
        while (Log.Evictions.TryTakeFresh(out Eviction eviction))
        {
            string reason = $"{eviction.Replica} was evicted by commit number {eviction.At}";
            ReplicaId own = state.Identity.Replica;
            if (own == eviction.Replica)
            {
                state.LoseIdentity($"{reason}, and this is it", RejectionCode.Evicted);
            }

            mayHoldOrphans = true;
            Withdraw(new(eviction.Replica, eviction.Last), new(RejectionCode.Evicted, $"{reason}."));
            if (Log.IsOrphan(own))
            {
                state.LoseIdentity($"{reason}, and this is one that it created", RejectionCode.Evicted);
            }
        }

        return isAny;
    }

    /// <summary>
    /// Makes again what had to leave the log, unless somebody else has, as soon as this replica takes writes. One that
    /// retires has accepted its last write: it goes on under a new id instead of taking them with it. A roll back may
    /// have lowered the format level: what is above it waits.
    /// </summary>
    public void RemakeAll()
    {
        if (waiting.Count == 0 && leveled.Count == 0 && leftThrough.Count == 0)
        {
            return;
        }

        SetAside(waiting.FindAll(write => IsMadeAgain(write, _ => true)));
        NoteWhenDone();
        List<Write> unheard = FindUnheard();
        int count = waiting.Count + unheard.Count;
        if (count > 0 && state.Standing.Current == Standing.Retiring)
        {
            state.LoseIdentity($"{count} writes have to be made again, which a retiring replica cannot");
        }

        if (count == 0 || state.RefusalOfWrites() is not null)
        {
            return;
        }

        int level = state.History.Level;
        List<Write> allowed = waiting.FindAll(write => write.Schema <= level);
        SetAside(allowed);
        foreach (Write write in allowed.Concat(unheard).OrderBy(write => write.Id))
        {
            if (!IsMadeAgain(write, entry => !entry.SaysNothing))
            {
                state.AcceptAgain(write);
            }
        }

        leveledAt = (level, Log.Retreats.Count);
        NoteWhenDone();
    }

    private void SetAside(List<Write> made)
    {
        leveled.AddRange(made.Where(write => write.Schema > FormatLevel.First));
        HashSet<Write> set = [.. made];
        waiting.RemoveAll(set.Contains);
    }

    /// <summary>
    /// Those that say nothing wherever they were made again, now that the level allows them. A level only rises, but
    /// for a roll back.
    /// </summary>
    private List<Write> FindUnheard()
    {
        int level = state.History.Level;
        return leveled.Count == 0 || leveledAt == (level, Log.Retreats.Count)
            ? []
            : leveled.FindAll(write => write.Schema <= level && !IsMadeAgain(write, entry => !entry.SaysNothing));
    }

    /// <summary>
    /// Once all is made again, a session that had seen what left the log, up to what was no change of documents, is
    /// served here.
    /// </summary>
    private void NoteWhenDone()
    {
        if (waiting.Count == 0 && leftThrough.Count > 0)
        {
            foreach ((ReplicaId origin, AcceptStamp last) in leftThrough)
            {
                Log.Remade.Cover(origin, last);
            }

            leftThrough.Clear();
        }
    }

    /// <summary>True when one that is made again from the same, or the original itself, is here and counts.</summary>
    private bool IsMadeAgain(Write write, Func<LogEntry, bool> counts) =>
        Log.Remade.Of(write.Root).Any(counts)
            || Log.Remade.Omits(write.Root)
            || (Log.Find(write.Root.Id) is { } original
                ? original.Write.Hash == write.Root.Hash && counts(original)
                : Log.IsOmitted(write.Root));

    private bool IsOwnCreation(LogEntry entry) =>
        entry.Write.Kind == WriteKind.Creation
            && entry.Stamp == state.Identity.Replica.BranchFrom(entry.Write.Id.Origin);
}
