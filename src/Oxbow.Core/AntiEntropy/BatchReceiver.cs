using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Writes;

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

    /// <summary>
    /// The larger epoch that the records are of, if they are: tentative ones among them are what a take-over follows,
    /// whatever their stamps.
    /// </summary>
    private CommitEpoch? followed;

    /// <summary>How many writes were not taken while the run went on.</summary>
    public long PassedOver { get; private set; }

    /// <summary>
    /// How many of them came in the epoch that was in force: a take-over may commit them all the same.
    /// </summary>
    public long PassedOverInEpoch { get; private set; }

    /// <summary>
    /// How many writes of replicas that were never created were taken, because a take-over that is to come may follow
    /// them.
    /// </summary>
    public long OrphansTaken { get; private set; }

    /// <summary>Why the last of those passed over was not.</summary>
    public Rejection? PassedOverFor { get; private set; }

    public BatchReceiver(ReplicaState state)
    {
        this.state = state;
        pending = new(state.Log);
        check = new(state, pending);
    }

    /// <summary>How often commits became others here.</summary>
    public int RetreatCount => state.Log.Retreats.Count;

    /// <summary>Writes may be here that were taken for a take-over which did not come.</summary>
    public void LookForOrphans() => state.Withdrawals.LookForOrphans();

    /// <summary>Takes a batch of a run; gives the reason when a record of it was refused.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="arrival">How it came.</param>
    /// <param name="isMisjudged">True when the peer may think that other commits are here than there are.</param>
    public Rejection? Take(Batch batch, Arrival arrival, bool isMisjudged) =>
        FindOtherHistory(batch, isMisjudged) ?? Take(batch.Records, batch.Epoch, arrival);

    /// <summary>
    /// True when the commit numbers of a batch mean nothing here, because they are of a smaller epoch.
    /// </summary>
    public bool Ignores(Batch batch) => batch.Epoch < state.Log.Epochs.Current;

    /// <summary>
    /// True when a batch is of an epoch that is new here: it brings the take-over, or what that follows.
    /// </summary>
    public bool BringsEpoch(Batch batch) => batch.Epoch > state.Log.Epochs.Current;

    /// <summary>Takes the records, which came in the same way; gives the reason when one of them was refused.</summary>
    /// <param name="records">Writes and commit notices.</param>
    /// <param name="epoch">The sender's epoch: its commit numbers are of the history that this one ends.</param>
    /// <param name="arrival">How they came.</param>
    public Rejection? Take(IReadOnlyList<LogRecord> records, CommitEpoch epoch, Arrival arrival)
    {
        Rejection? rejection = null;
        for (int index = 0; index < records.Count && rejection is null; index++)
        {
            rejection = TakeInEpoch(records[index], epoch, arrival);
        }

        state.Integrate(pending.Commits, pending.SortIncoming());
        pending.Clear();
        return rejection;
    }

    /// <summary>
    /// Judges a write that is covered and is not taken now; gives the reason when it is another one than is here.
    /// </summary>
    public Rejection? Compare(Write write) => IsHeld(write) || state.Log.Omitted.Holds(write.Id, write.Hash)
        ? null
        : state.ActOn(check.OfOrigin(write))
            ?? state.ActOn(InputVerdict.IdForked(write.Id, RecordCheck.Forked(write).Detail));

    /// <summary>
    /// The commits of a batch go on from a history that is another one here, although the numbers fit: a primary that
    /// lost its memory gave numbers a second time. Within one epoch nobody can say which is right; a larger epoch is,
    /// and its commits are learned anew from the start.
    /// </summary>
    private Rejection? FindOtherHistory(Batch batch, bool isMisjudged)
    {
        CommittedPrefix? follows = batch.Follows;
        bool bringsCommits = follows is not null || batch.Records.Any(record => record.CommitNumber.IsGiven);
        if (!bringsCommits || Ignores(batch))
        {
            return null;
        }

        bool isComparable =
            follows?.Number <= state.History.ExecutedNumber && state.Log.Reaches(follows.Value.Number);
        bool isOther = isComparable && state.Log.HashAt(follows!.Value.Number) != follows.Value.Hash;
        if (isMisjudged && (isOther || !isComparable))
        {
            return new(RejectionCode.OutOfTurn,
                "The commits before those of a batch are not here, or are others here, since the hello: they are learned "
                + "with the next exchange.");
        }

        if (!isOther)
        {
            return null;
        }

        if (batch.Epoch > state.Log.Epochs.Current)
        {
            LearnAnew(batch.Epoch);
        }

        return new(RejectionCode.Diverged,
            $"The commits up to {follows!.Value.Number} are others here than at the peer: a primary gave numbers twice, after "
            + "its disk was restored from a backup. Take over from it (oxbow primary take-over), or let the wrong replica "
            + "join anew.");
    }

    /// <summary>
    /// A commit number of a smaller epoch means nothing here: its write counts as tentative. One of a larger epoch
    /// takes the place of what stands here under it.
    /// </summary>
    private Rejection? TakeInEpoch(in LogRecord record, CommitEpoch epoch, Arrival arrival)
    {
        bool isOwnEpoch = epoch == state.Log.Epochs.Current;
        followed = !isOwnEpoch && epoch > state.Log.Epochs.Current ? epoch : null;
        if (record.CommitNumber.IsGiven && !isOwnEpoch && followed is null)
        {
            return record.Write is { } write
                ? TakeUnlessOmitted(LogRecord.Of(write, CommitNumber.None), arrival)
                : null;
        }

        return TakeUnlessOmitted(record, arrival);
    }

    private Rejection? TakeUnlessOmitted(in LogRecord record, Arrival arrival)
    {
        if (check.OfOmitted(record) is { } omitted)
        {
            return state.ActOn(omitted);
        }

        return record.CommitNumber.IsGiven && followed is { } epoch
            ? TakeOfLargerEpoch(record, epoch, arrival)
            : TakeOne(record, arrival, isOwnEpoch: true);
    }

    private Rejection? TakeOfLargerEpoch(in LogRecord record, CommitEpoch epoch, Arrival arrival)
    {
        if (record.CommitNumber < pending.NextCommit && record.IsOther(pending.WriteAt(record.CommitNumber)))
        {
            if (state.ActOn(JudgeAlone(record)) is { } rejection)
            {
                return rejection;
            }

            PlacePending();
            state.RollBackTo(new(record.CommitNumber.Value - 1), epoch);
        }

        if (FindTakeOver(record) is not { } takeOver)
        {
            return TakeOne(record, arrival, isOwnEpoch: false);
        }

        Rejection? refusal = JudgeTakeOver(takeOver, record.CommitNumber, epoch)
            ?? TakeOne(record, arrival, isOwnEpoch: false);

        // From here on the records are of the epoch that it has begun. What went before them was taken whoever created
        // its origin: if it is committed it stands for itself.
        PlacePending();
        LookForOrphans();
        return refusal;
    }

    /// <summary>The write of a record when it is a take-over at its place; null when it is none.</summary>
    private Write? FindTakeOver(in LogRecord record) =>
        (record.Write ?? state.Log.Find(record.Id)?.Write) is { TakeOver: { } terms } write
            && record.CommitNumber == terms.After.Next
            ? write
            : null;

    /// <summary>
    /// Commits are taken back only for a record that is taken: it is judged first, without its number.
    /// </summary>
    private InputVerdict JudgeAlone(in LogRecord record)
    {
        if (record.Write is not { } write || IsHeld(write))
        {
            return check.OfHeld(
                record with { CommitNumber = CommitNumber.None }, state.Log.Find(record.Id), isOwnEpoch: false);
        }

        if (state.Log.Evictions.Before(write) is { } eviction && eviction.At < record.CommitNumber)
        {
            return RecordCheck.CommittedAfterEviction(write, record.CommitNumber, eviction);
        }

        InputVerdict ofOrigin = check.OfOrigin(write);
        return ofOrigin.Rejection is not null ? ofOrigin : ChainPlace.Of(write, state.Log).Relation switch
        {
            ChainRelation.Follows or ChainRelation.Forks => check.OfNext(write, CommitNumber.None, isOwnEpoch: false),
            ChainRelation.Hole =>
                state.Clocks.Ahead.MayFollow(write) ? RecordCheck.FollowsAhead(write) : RecordCheck.Hole(write),
            _ => InputVerdict.IdForked(write.Id, RecordCheck.Forked(write).Detail),
        };
    }

    /// <summary>
    /// The take-over that begins the larger epoch and would begin none here was made after another history than this
    /// one, although the numbers fit: what is committed here is of a replica that was restored from a backup. It is not
    /// taken, and all commits are learned anew.
    /// </summary>
    private Rejection? JudgeTakeOver(Write write, CommitNumber number, CommitEpoch epoch)
    {
        // Another one stands at its place by chance: it gave way, and begins nothing at the peer either.
        if (number > pending.NextCommit || write.TakeOver!.Value.Epoch != epoch)
        {
            return null;
        }

        PlacePending();
        bool begins = number <= state.Log.LastCommitted
            ? state.Log.Epochs.BeginsAt(number)
            : state.Log.BeginsEpoch(write, number, isHashed: !state.History.IsBelowLevel);
        if (begins || !state.Log.LastCommitted.IsGiven)
        {
            return null;
        }

        LearnAnew(epoch);
        return new(
            RejectionCode.Diverged,
            $"The take-over {write.Id} follows commit number {number.Value - 1}, which is another one here: all commits "
            + "are learned anew from the next exchange on.");
    }

    /// <summary>
    /// All commits that are here are taken back. Under the ids that they named other writes can stand here than at the
    /// peer, which commit notices do not show: the peer sends them all.
    /// </summary>
    private void LearnAnew(CommitEpoch epoch)
    {
        if (state.Log.Committed.Count > 0)
        {
            state.RollBackTo(state.Log.Omitted.End.Number, epoch);
        }

        state.Forks.DoubtWhole(state.Log.Origins);
    }

    /// <summary>Gives what was taken so far its place, before something that changes the order of all.</summary>
    private void PlacePending()
    {
        state.IntegrateAsFollower(pending.Commits, pending.SortIncoming());
        pending.Clear();
    }

    private Rejection? TakeOne(in LogRecord record, Arrival arrival, bool isOwnEpoch)
    {
        if (record.CommitNumber.IsGiven && record.Write?.Kind is WriteKind.TakeOver or WriteKind.Eviction)
        {
            // A take-over follows tentative writes, and an eviction ends some, which the journal would hold behind it.
            PlacePending();
        }

        if (record.Write is { } write && !IsHeld(write))
        {
            return TakeNew(write, record.CommitNumber, arrival, isOwnEpoch);
        }

        LogEntry? held = state.Log.Find(record.Id);
        if (state.ActOn(check.OfHeld(record, held, isOwnEpoch)) is { } rejection)
        {
            return rejection;
        }

        if (held is { IsCommitted: false } && record.CommitNumber.IsGiven)
        {
            pending.Commit(held, record.CommitNumber);
            PlaceEviction(held);
        }

        return null;
    }

    private bool IsHeld(Write write) =>
        state.Log.Covers(write.Id) && state.Log.Find(write.Id) is { } held && held.Write.Hash == write.Hash;

    private Rejection? TakeNew(Write write, CommitNumber commitNumber, Arrival arrival, bool isOwnEpoch)
    {
        if (state.ActOn(check.OfOrigin(write)) is { } notTaken)
        {
            return notTaken;
        }

        ChainPlace place = ChainPlace.Of(write, state.Log);
        UndoEviction(write, commitNumber, place);
        if (state.Log.Evictions.Before(write) is { } eviction)
        {
            return PassOverEvicted(write, commitNumber, eviction);
        }

        bool isAhead = followed is null && place.Relation != ChainRelation.Hole
            && (state.Clock.IsTooFarAhead(write.Id.Stamp) || state.Clocks.Ahead.HoldsUp(write.Id.Stamp));
        bool isFirst = write.Previous == write.Id.Origin.Created;
        bool isMissed = place.Relation == ChainRelation.Hole && state.Clocks.Ahead.MayFollow(write);
        bool isFixed = commitNumber.IsGiven || followed is not null;
        bool followsAhead = (isMissed || state.Clocks.Ahead.Follows(write)) && !(isFirst && isFixed);
        if (followsAhead && isFixed)
        {
            return RecordCheck.FollowsAhead(write);
        }

        if (followsAhead || (isAhead && !commitNumber.IsGiven))
        {
            PassOver(state.Clocks.PassOver(write));
            return null;
        }

        switch (place.Relation)
        {
            case ChainRelation.Hole when !commitNumber.IsGiven && state.Log.IsOrphan(write.Id.Origin):
                PassOver(RecordCheck.Forked(write));
                return null;
            case ChainRelation.Hole when !state.Forks.FollowsPassedOver(write):
                return RecordCheck.Hole(write);
            case ChainRelation.Forks when place.Yields(write, commitNumber.IsGiven, state.Log.ChainOf(write.Id.Origin)!):
                PlacePending();
                if (state.ActOn(check.OfNext(write, commitNumber, isOwnEpoch)) is { } notYet)
                {
                    return notYet;
                }

                state.Withdrawals.Withdraw(new(write.Id.Origin, write.Previous), RecordCheck.Forked(write));
                break;
            case not ChainRelation.Follows:
            case ChainRelation.Follows
                when !commitNumber.IsGiven && followed is null && state.Log.IsOrphan(write.Id.Origin):
                return PassOver(write, commitNumber, place);
        }

        if (state.ActOn(check.OfNext(write, commitNumber, isOwnEpoch)) is { } refusal)
        {
            return refusal;
        }

        OrphansTaken += followed is not null && state.Log.IsOrphan(write.Id.Origin) ? 1 : 0;
        GiveUpOrphans(write);

        LogEntry entry = pending.Add(write, commitNumber);
        entry.Arrival = arrival;
        state.Clocks.Ahead.Remove(write);
        state.Clock.See(entry.Stamp);
        PlaceEviction(entry);
        return null;
    }

    /// <summary>What follows in the batch has to find that the eviction counts.</summary>
    private void PlaceEviction(LogEntry entry)
    {
        if (entry.IsCommitted && entry.Write.Kind == WriteKind.Eviction)
        {
            PlacePending();
        }
    }

    /// <summary>
    /// The take-over of a larger epoch follows a write that came too late here: nobody was evicted in the history that
    /// is about to come. It is the first to tell so.
    /// </summary>
    private void UndoEviction(Write write, CommitNumber commitNumber, in ChainPlace place)
    {
        if (followed is not null
            && !commitNumber.IsGiven
            && place.Relation == ChainRelation.Follows
            && state.Log.Evictions.Before(write) is { } eviction
            && eviction.At > state.Log.Omitted.End.Number)
        {
            PlacePending();
            state.RollBackTo(new(eviction.At.Value - 1), followed.Value);
        }
    }

    private Rejection? PassOverEvicted(Write write, CommitNumber commitNumber, in Eviction eviction)
    {
        if (commitNumber.IsGiven)
        {
            return RecordCheck.CommittedAfterEviction(write, commitNumber, eviction);
        }

        PassOver(RecordCheck.Evicted(write, eviction));
        return null;
    }

    /// <summary>
    /// Who accepted a creation may have forgotten it, or the history that held it gave way: then those created by it
    /// have no id, and what they accepted is made again under ids that exist.
    /// </summary>
    private void GiveUpOrphans(Write write)
    {
        if (write.CreatesNobodyAt(state.Identity.Replica.BranchFrom(write.Id.Origin)))
        {
            state.LoseIdentity(
                $"{write} follows a write from before this replica was created, so its creator has forgotten it, or was "
                + "restored from a backup");
        }

        if (write.Creates(state.Identity.Replica) && write.Hash != state.Identity.CreationHash)
        {
            state.LoseIdentity($"{write} created this replica's id a second time: two nodes gave it");
        }

        foreach (ReplicaId orphan in state.Log.OrphansOf(write))
        {
            PlacePending();
            state.Withdrawals.GiveUp(orphan, $"{write} follows a write from before it.");
        }
    }

    /// <summary>
    /// A write of a history that gives way to the one here is passed over: who accepted it, or holds it, makes it
    /// again. One whose history cannot be compared puts its id in doubt first, so that it is sent from where both
    /// begin.
    /// </summary>
    private Rejection? PassOver(Write write, CommitNumber commitNumber, ChainPlace place)
    {
        Rejection forked = RecordCheck.Forked(write);
        AcceptStamp? committed = state.Log.ChainOf(write.Id.Origin)?.LastCommitted;
        bool isCompared = place.Relation is ChainRelation.Forks or ChainRelation.Follows
            || state.Forks.FollowsPassedOver(write) || write.Previous < committed;
        if (!isCompared || commitNumber.IsGiven)
        {
            return state.ActOn(InputVerdict.IdForked(write.Id, forked.Detail));
        }

        if (state.Forks.PassOver(write))
        {
            state.Effects.Report(new Alarm(forked));
        }

        PassOver(forked);
        return null;
    }

    private void PassOver(Rejection reason)
    {
        PassedOver++;
        PassedOverInEpoch += followed is null ? 1 : 0;
        PassedOverFor = reason;
    }
}
