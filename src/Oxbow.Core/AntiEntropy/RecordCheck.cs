using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Membership;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Writes;

namespace Oxbow.Core.AntiEntropy;

/// <summary>
/// Judges one record, from a peer or from the journal, against the log as it stands with all records before it. Changes
/// nothing.
/// </summary>
/// <remarks>
/// What a record has to satisfy: no write of its origin is missing before it (I1); a commit number follows the last
/// without a gap (I5), names the same write as here (I4, I6) and comes after that of the origin's write before it (I7);
/// a commit notice names a write held (I16). Two kinds of rule apply to peers alone: what is too much or too far ahead
/// to be taken, and what shows that an id is used twice. A journal holds what was taken, so none of them is asked
/// again.
/// </remarks>
internal sealed class RecordCheck(ReplicaState state, PendingEntries pending)
{
    private WriteLog Log => state.Log;

    /// <summary>
    /// Judges a write from a peer that follows the last one of its origin here, or whose history takes the place of the
    /// one here, before that leaves.
    /// </summary>
    /// <param name="write">The write.</param>
    /// <param name="commitNumber">Its commit number, if any.</param>
    /// <param name="isOwnEpoch">False when the number is of a larger epoch than the one here.</param>
    public InputVerdict OfNext(Write write, CommitNumber commitNumber, bool isOwnEpoch)
    {
        if (Log.FindCreatedOtherwise(write) is { } created && Log.ChainOf(created)?.LastCommitted is not null)
        {
            return Forked(write);
        }

        return commitNumber.IsGiven
            ? FindCommitFault(write, commitNumber) ?? FindAuthorityFault(commitNumber, isOwnEpoch)
            : InputVerdict.Sound;
    }

    /// <summary>Judges who a write from a peer that is not here claims to be of.</summary>
    public InputVerdict OfOrigin(Write write)
    {
        if (!HasRoomFor(write))
        {
            return ReplicaLimit.Reached;
        }

        bool isLost = state.Standing.HasIdentityToLose
            && (write.Id.Origin == state.Identity.Replica || IsOfUnknownChild(write));
        return isLost ? IsNotMine(write.Id) : InputVerdict.Sound;
    }

    /// <summary>
    /// The first write of a replica that bears an id granted by this one, in a history that is not here: whoever grants
    /// an id has made its creation durable before.
    /// </summary>
    private bool IsOfUnknownChild(Write write) =>
        write.Id.Origin is { IsBase: false } origin
        && write.Previous == origin.Created
        && origin.Creator() == state.Identity.Replica
        && Log.CreationOf(origin) is null;

    /// <summary>
    /// Judges a record about a write, or a commit number, that is omitted here: there is nothing to take of it. Null
    /// for any other record, and for a tentative write that may be another one than was omitted: it is judged as one of
    /// a history that gave way, so that its bearer does not leave with it.
    /// </summary>
    public InputVerdict? OfOmitted(in LogRecord record)
    {
        CommitNumber end = Log.Omitted.End.Number;
        if (!end.IsGiven)
        {
            return null;
        }

        bool isOmittedNumber = record.CommitNumber.IsGiven && record.CommitNumber <= end;
        bool isOmittedWrite = Log.Omits(record.Id);
        if (!isOmittedNumber && !isOmittedWrite)
        {
            return null;
        }

        if (!record.CommitNumber.IsGiven)
        {
            return record.Write is { } write && Log.Omitted.Holds(write.Id, write.Hash) ? InputVerdict.Sound : null;
        }

        return isOmittedNumber == isOmittedWrite
            ? InputVerdict.Sound
            : Diverged($"commit number {record.CommitNumber} is {record.Id} there, and here the commits up to {end} are omitted");
    }

    /// <summary>
    /// Judges a record from a peer about a write that is held, or a commit notice for one that is not.
    /// </summary>
    public InputVerdict OfHeld(in LogRecord record, LogEntry? held, bool isOwnEpoch)
    {
        if (held is null && state.Clocks.Ahead.MayContain(record.Id))
        {
            return InputVerdict.Refused(
                RejectionCode.StartAnew, $"{record.Id} was not taken before its time; it is now that it is committed, or that a "
            + "take-over follows it.");
        }

        if (held is null ? Log.Covers(record.Id) : record.IsOther(held.Write))
        {
            return InputVerdict.IdForked(record.Id,
                $"A commit notice names {record.Id}, which should be among the writes here and is not, or is another one: two "
                + $"replicas use the id {record.Id.Origin}. What stands here under it is compared with the peer's.");
        }

        if (FindHeldFault(record, held) is { } fault)
        {
            return fault;
        }

        return record.CommitNumber >= pending.NextCommit
            ? FindAuthorityFault(record.CommitNumber, isOwnEpoch)
            : InputVerdict.Sound;
    }

    /// <summary>Judges a record from the journal about a write that is not in the log yet.</summary>
    public Rejection? OfJournaled(Write write, CommitNumber commitNumber) =>
        FindChainFault(write) ?? (commitNumber.IsGiven ? FindCommitFault(write, commitNumber) : null);

    /// <summary>Judges a record about a write that is in the log, or a commit notice for one that is not.</summary>
    public Rejection? FindHeldFault(in LogRecord record, LogEntry? held)
    {
        if (held is not null && record.Write is { } write && !write.Encoded.Span.SequenceEqual(held.Write.Encoded.Span))
        {
            return new(RejectionCode.IdentityClash,
                $"Two different writes are named {record.Id}: two replicas use one id. Let one of them join anew.");
        }

        if (!record.CommitNumber.IsGiven)
        {
            return null;
        }

        if (record.CommitNumber < pending.NextCommit)
        {
            WriteId known = pending.WriteAt(record.CommitNumber).Id;
            return known == record.Id ? null : Diverged(
                $"commit number {record.CommitNumber} is {known} here and {record.Id} there");
        }

        if (held is null)
        {
            return new(RejectionCode.Hole, $"A commit notice names {record.Id}, which this replica does not hold.");
        }

        return held.IsCommitted
            ? Diverged($"{record.Id} has commit number {held.CommitNumber} here and {record.CommitNumber} there")
            : FindCommitFault(held.Write, record.CommitNumber);
    }

    /// <summary>A write follows the last one of its origin that is here, and none else.</summary>
    private Rejection? FindChainFault(Write write) => ChainPlace.Of(write, Log).Relation switch
    {
        ChainRelation.Follows => FindCreationFault(write),
        ChainRelation.Hole => Hole(write),
        _ => Forked(write),
    };

    /// <summary>The replica that a creation creates has to be the one whose writes are here already.</summary>
    private Rejection? FindCreationFault(Write write) => Log.FindCreatedOtherwise(write) is null ? null : Forked(write);

    /// <summary>A write before this one is missing.</summary>
    public static Rejection Hole(Write write) =>
        new(
            RejectionCode.Hole,
            $"Before {write.Id} a write is missing: it follows {write.Previous}, which is not here.");

    /// <summary>
    /// A write before this committed one was not taken before its time; over another link it comes as a committed one,
    /// too.
    /// </summary>
    public static Rejection FollowsAhead(Write write) =>
        new(
            RejectionCode.StartAnew,
            $"{write.Id} follows a write that was not taken before its time; it is now that it is committed, or that a "
            + "take-over follows it.");

    /// <summary>
    /// The write is one that its origin accepted after what counts of it. Whoever holds it makes it again under another
    /// id, the origin itself first of all, as soon as it hears of its eviction.
    /// </summary>
    public static Rejection Evicted(Write write, in Eviction eviction) =>
        new(RejectionCode.Evicted,
            $"{write.Id} is of a replica that was evicted by commit number {eviction.At}: it is made again under another id "
            + "once its node hears of that.");

    /// <summary>Nobody commits what an evicted replica accepted afterwards.</summary>
    public static Rejection CommittedAfterEviction(Write write, CommitNumber number, in Eviction eviction) =>
        Diverged($"commit number {number} is {write.Id}, whose origin was evicted by commit number {eviction.At}");

    /// <summary>The write is of another history of its origin's id.</summary>
    public static Rejection Forked(Write write) =>
        new(RejectionCode.IdentityClash,
            $"Two replicas use the id {write.Id.Origin}: {write.Id} belongs to another history of it than what is here. A data "
            + "folder was copied or restored.");

    /// <summary>
    /// Every primary commits in causal order, and a journal that holds the commits of a batch first relies on it.
    /// </summary>
    private Rejection? FindCommitFault(Write write, CommitNumber commitNumber)
    {
        if (commitNumber != pending.NextCommit)
        {
            return new(RejectionCode.Hole,
                $"Commit number {commitNumber} of {write.Id} does not follow the last one here.");
        }

        // A take-over comes before what its origin held tentatively: that is committed in the epoch that it begins.
        return write.TakeOver is null && FindBefore(write) is { IsCommitted: false } before
            ? new(RejectionCode.Hole,
                $"Commit number {commitNumber} of {write.Id} comes before that of {before.Write.Id}, which the "
                + "same replica accepted earlier.")
            : null;
    }

    /// <summary>The write of the same origin before this one: nearly always the last that is here.</summary>
    private LogEntry? FindBefore(Write write) =>
        Log.ChainOf(write.Id.Origin)?.Last is { } last
        && last.Stamp == write.Previous
            ? last
            : Log.Find(new(write.Id.Origin, write.Previous));

    private InputVerdict FindAuthorityFault(CommitNumber commitNumber, bool isOwnEpoch) => state.IsPrimary && isOwnEpoch
        ? InputVerdict.Refused(RejectionCode.IdentityClash,
            $"This replica is the primary and did not give commit number {commitNumber}: "
            + "another one commits as well.")
        : InputVerdict.Sound;

    /// <summary>A creation makes its child known as well, which has to fit in, too.</summary>
    private bool HasRoomFor(Write write) => write.Kind == WriteKind.Creation
        ? Log.Replicas.HasRoomFor([write.Id.Origin.Child(write.Id.Stamp)])
        : Log.Replicas.HasRoomFor(write.Id.Origin);

    private static InputVerdict IsNotMine(WriteId id) =>
        InputVerdict.IdentityLost(
            $"{id} is of this replica's id, or of one that this id granted, and the journal here knows nothing of it: the data "
            + "folder was restored or copied. The replica stops accepting writes and needs a new id.");

    private static Rejection Diverged(string how) =>
        new(RejectionCode.Diverged,
            $"The histories differ: {how}. Compare the two replicas and let the wrong one join anew.");
}
