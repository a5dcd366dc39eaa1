using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Membership;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Conversations;

/// <summary>Judges a peer by its first words. Changes nothing.</summary>
internal static class HelloCheck
{
    /// <summary>Why the peer is none to talk to, or null.</summary>
    public static Rejection? FindSenderFault(ReplicaState state, Hello hello)
    {
        if (FindVersionFault(hello.Version) is { } fault)
        {
            return fault;
        }

        if (hello.Identity.Database != state.Identity.Database)
        {
            // Neither id is named: the refusal travels to the other database's replica, and from there on to clients.
            return new(RejectionCode.OtherDatabase,
                "The peer replicates another database, even if it has the same name: check the addresses.");
        }

        return hello.Identity.Replica == state.Identity.Replica
            ? new(RejectionCode.Invalid,
                "The peer has this replica's own id: it is this replica itself, or a copy of its data folder.")
            : null;
    }

    /// <summary>Why a peer of that version is refused, or null.</summary>
    public static Rejection? FindVersionFault(int version) => ProtocolVersion.IsUnderstood(version)
        ? null
        : new(RejectionCode.OtherVersion,
            $"The peer speaks version {version} of the protocol, this replica {ProtocolVersion.Current}: only "
            + "neighbouring versions work together; update the older one.");

    /// <summary>
    /// Judges this replica's own stamps by a peer with which its clock agrees and whose stamps are those of the time:
    /// if what this one accepts now would wait there for long, its clock was wrong, and it goes on under a new id.
    /// Where the clocks of all were wrong nothing waits. A primary's own writes do not wait either: they are committed.
    /// </summary>
    public static InputVerdict JudgeClock(ReplicaState state, Hello hello) =>
        state.Clock.IsAstray
        && !state.IsPrimary
        && hello.SentAt is { } theirs
        && state.Clock.AgreesWith(theirs)
        && hello.NextStamp.IsGiven
        && hello.NextStamp <= state.Clock.Bound
            ? InputVerdict.IdentityLost(
                $"The clock here was ahead: the next stamp would be {state.Clock.Next}, more than twice {state.Options.MaximumClockAhead} ahead of "
                + $"{state.Clock.PhysicalTime:u}, and others would not take what is accepted here until then. The replica takes a new id, and makes "
                + "again under it what nobody has committed.",
                RejectionCode.ClockAhead)
            : InputVerdict.Sound;

    /// <summary>Judges what the peer says that it holds.</summary>
    public static InputVerdict JudgeHoldings(ReplicaState state, Hello hello)
    {
        if (hello.CommitNumber < CommitNumber.None
            || hello.ExecutedNumber < CommitNumber.None
            || hello.ExecutedNumber > hello.CommitNumber
            || !AreSound(hello.Epochs))
        {
            return InputVerdict.Refused(RejectionCode.Invalid,
                $"{hello.CommitNumber}, of which {hello.ExecutedNumber} is executed, is not a commit number, "
                + "or the epochs do not follow one another.");
        }

        if (!state.Log.Replicas.HasRoomFor(hello.Known.Entries.Select(entry => entry.Replica)))
        {
            return ReplicaLimit.Reached;
        }

        return ShowsLostMemory(state, hello)
            ? LostMemory(state)
            : FindDivergence(state, hello) ?? InputVerdict.Sound;
    }

    /// <summary>The verdict on this replica when a peer knows more of its writes than it does itself.</summary>
    public static InputVerdict LostMemory(ReplicaState state) =>
        InputVerdict.IdentityLost(
            $"A peer holds more of {state.Identity.Replica} than this replica does itself: this data folder was "
            + "restored from a backup or copied. The replica stops accepting writes and needs a new id.");

    /// <summary>
    /// A peer that knows more of this replica than the replica itself: its disk was restored from a backup, or
    /// its data folder copied. Going on would give two writes one name.
    /// </summary>
    private static bool ShowsLostMemory(ReplicaState state, Hello hello)
    {
        ReplicaTable replicas = state.Log.Replicas;
        ReplicaIndex self = replicas.Intern(state.Identity.Replica);
        AcceptStamp claimed = DenseVector.From(hello.Known, replicas).Completed(self);
        bool lostWrites = claimed == AcceptStamp.Maximum
            ? state.Standing.IsActive
            : state.Standing.HasIdentityToLose && IsUnknown(state.Log, self, claimed);
        bool lostCommits = state.IsPrimary && SharedCommits.IsOneEpoch(state.Log, hello)
            && hello.CommitNumber > state.Log.LastCommitted;
        return lostWrites || lostCommits;
    }

    /// <summary>
    /// The ids of which the peer holds another history: it names a write as the last one that it knows, and here later
    /// ones are known and that one is not.
    /// </summary>
    public static IEnumerable<ReplicaIndex> FindForked(ReplicaState state, Hello hello)
    {
        WriteLog log = state.Log;
        return hello.Known.Entries
            .Where(entry => log.Replicas.TryFind(entry.Replica, out ReplicaIndex origin)
                && entry.Stamp != AcceptStamp.Maximum
                && log.Known.Covers(origin, entry.Stamp)
                && IsUnknown(log, origin, entry.Stamp))
            .Select(entry => log.Replicas.Intern(entry.Replica));
    }

    /// <summary>True for a stamp that is neither of a write of the origin that is here nor of its creation.</summary>
    private static bool IsUnknown(WriteLog log, ReplicaIndex origin, AcceptStamp stamp) =>
        stamp > log.Replicas.CreatedAt(origin)
        && new WriteId(log.Replicas.IdOf(origin), stamp) is var id
        && !log.Omits(id)
        && log.Find(id) is null;

    /// <summary>The first epoch, and then larger and larger ones that begin later and later.</summary>
    private static bool AreSound(IReadOnlyList<EpochStart> epochs)
    {
        bool areSound = epochs.Count > 0 && epochs[0] == new EpochStart(CommitEpoch.First, CommitNumber.None.Next);
        for (int index = 1; areSound && index < epochs.Count; index++)
        {
            areSound = epochs[index].Epoch > epochs[index - 1].Epoch && epochs[index].First >= epochs[index - 1].First;
        }

        return areSound;
    }

    /// <summary>
    /// Hashes are compared at the last number that both ends have executed, within one epoch; the end that has executed
    /// more does it. An end whose software is below the format level hashes nothing beyond, and nothing is held against
    /// it.
    /// </summary>
    private static Rejection? FindDivergence(ReplicaState state, Hello hello) =>
        SharedCommits.IsOneEpoch(state.Log, hello)
        && hello.ExecutedNumber <= state.History.ExecutedNumber
        && state.Log.Reaches(hello.ExecutedNumber)
        && state.Log.HashAt(hello.ExecutedNumber) != hello.Hash
            ? new(RejectionCode.Diverged,
                $"At commit number {hello.ExecutedNumber} the histories have different hashes: compare the two "
                + "replicas and let the wrong one join anew.")
            : null;

    /// <summary>
    /// Equal vectors, and yet not the same writes: an id had two histories, with two writes of one stamp or a
    /// retirement in each, so that neither end would send what the other one lacks.
    /// </summary>
    public static Rejection? FindOtherWrites(ReplicaState state, Hello hello) =>
        hello.LogDigest is { } digest && digest != state.Log.Digest
            && hello.Known.Equals(state.Log.Known.ToVersionVector())
            ? new(RejectionCode.Diverged,
                "Both ends know equally much and hold different writes: two replicas have used one id. Compare "
                + "the two replicas and let one of them join anew.")
            : null;
}
