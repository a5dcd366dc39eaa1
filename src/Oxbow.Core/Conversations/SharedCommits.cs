using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;

namespace Oxbow.Core.Conversations;

/// <summary>Up to which commit a peer has the same history.</summary>
internal static class SharedCommits
{
    /// <summary>
    /// The last commit that both have; none when the peer's hash shows that it has another one under its last number,
    /// which nobody can say from when on.
    /// </summary>
    public static CommitNumber With(ReplicaState state, Hello hello)
    {
        CommitNumber shared = Claimed(state.Log, hello);
        CommitNumber compared = hello.ExecutedNumber;
        bool isComparable =
            compared <= shared && compared <= state.History.ExecutedNumber && state.Log.Reaches(compared);
        return isComparable && state.Log.HashAt(compared) != hello.Hash ? CommitNumber.None : shared;
    }

    /// <summary>
    /// Why a peer cannot be sent what it lacks; null when it can. What is omitted here it gets from a replica that
    /// still holds it.
    /// </summary>
    public static Rejection? FindOmission(ReplicaState state, Hello hello) =>
        With(state, hello) is var shared && shared < state.Log.Omitted.End.Number
            ? new(RejectionCode.Hole,
                $"The commits from {shared.Next} to {state.Log.Omitted.End.Number}, which the peer lacks, are not here any "
                + "more: let it exchange with a replica that holds them.")
            : null;

    /// <summary>True when both are in one epoch, so that one history is the beginning of the other.</summary>
    public static bool IsOneEpoch(WriteLog log, Hello hello) => hello.Epochs[^1] == log.Epochs.Starts[^1];

    private static CommitNumber Claimed(WriteLog log, Hello hello) => IsOneEpoch(log, hello)
        ? hello.CommitNumber
        : log.Epochs.SharedWith(hello.Epochs, log.LastCommitted, hello.CommitNumber);
}
