using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;

namespace Oxbow.Core.Conversations;

/// <summary>Up to which commit a peer has the same history.</summary>
internal static class SharedCommits
{
    /// <summary>
    /// The last commit that both have; none when the peer's hash shows that it has another one under its last number, which
    /// nobody can say from when on.
    /// </summary>
    public static CommitNumber With(ReplicaState state, Hello hello)
    {
        CommitNumber shared = Claimed(state.Log, hello);
        CommitNumber compared = hello.ExecutedNumber;
        bool isComparable = compared <= shared && compared <= state.History.ExecutedNumber;
        return isComparable && state.Log.HashAt(compared) != hello.Hash ? CommitNumber.None : shared;
    }

    /// <summary>True when both are in one epoch, so that one history is the beginning of the other.</summary>
    public static bool IsOneEpoch(WriteLog log, Hello hello) => hello.Epochs[^1] == log.Epochs.Starts[^1];

    private static CommitNumber Claimed(WriteLog log, Hello hello) => IsOneEpoch(log, hello)
        ? hello.CommitNumber
        : log.Epochs.SharedWith(hello.Epochs, log.LastCommitted, hello.CommitNumber);
}
