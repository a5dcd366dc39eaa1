using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of take-overs, and of the epochs that they begin.</summary>
internal static class TakeOverBugs
{
    private const string State = "Oxbow.Core/Replicas/ReplicaState.cs";
    private const string History = "Oxbow.Core/Log/History.cs";
    private const string Log = "Oxbow.Core/Log/WriteLog.cs";
    private const string Receiver = "Oxbow.Core/AntiEntropy/BatchReceiver.cs";
    private const string Sender = "Oxbow.Core/AntiEntropy/RunSender.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("A take-over rolls back the order and keeps the documents", BugClass.TakeOver, History,
            "        executor = NewExecutor();\n        readable = null;\n"
            + "        foreach (LogEntry entry in Log.Committed.TakeWhile(_ => !IsBelowLevel))",
            "        readable = null;\n        foreach (LogEntry entry in Log.Committed.TakeWhile(_ => false))"),
        new("A take-over does not name the number that it follows", BugClass.TakeOver, State,
            "new(epoch, Log.LastCommitted, hash)",
            "new(epoch, CommitNumber.None, hash)"),
        new("A take-over that gave way begins its epoch all the same", BugClass.TakeOver, Log,
            "        && number == terms.After.Next\n        && terms.Epoch > Epochs.Current\n"
            + "        && (!isHashed || ChainHash.Read(terms.AfterHash.Span) == HashAt(terms.After));",
            "        && number.IsGiven;"),
        new("Of two take-overs from one number neither gives way", BugClass.TakeOver, "Oxbow.Core/Identity/CommitEpoch.cs",
            "return byNumber != 0 ? byNumber : Founder.CompareTo(other.Founder);",
            "return byNumber;"),
        new("The epoch is ignored when two histories are compared", BugClass.TakeOver, "Oxbow.Core/Conversations/SharedCommits.cs",
            "=> hello.Epochs[^1] == log.Epochs.Starts[^1];",
            "=> hello.Epochs.Count > 0 && log.Epochs.Starts.Count > 0;"),
        new("Commits of a smaller epoch count", BugClass.TakeOver, Receiver,
            "? TakeUnlessOmitted(LogRecord.Of(write, CommitNumber.None), arrival)",
            "? TakeUnlessOmitted(record, arrival)"),
        new("Commits are taken back for a take-over that is refused", BugClass.TakeOver, Receiver,
            "if (state.ActOn(JudgeAlone(record)) is { } rejection)",
            "if (state.ActOn(JudgeAlone(record)) is { Code: RejectionCode.Invalid } rejection)"),
        new("A primary on its way to a larger epoch commits on", BugClass.TakeOver, History,
            " || Log.Epochs.IsOnTheWay ||",
            " ||"),
        new("A roll back for a larger epoch is not made durable", BugClass.TakeOver, State,
            "        Effects.PersistRollBack(number, epoch);\n",
            "")
        {
            IsInSample = true,
        },
        new("A run does not go back when a larger epoch begins", BugClass.TakeOver, Sender,
            "committed < Log.Retreats[retreatsSeen] ? committed : Log.Retreats[retreatsSeen];",
            "Log.Retreats[retreatsSeen] < committed ? committed : committed;"),
        new("A run walks on when commits fall back for a larger epoch", BugClass.TakeOver, Sender,
            "            (runStart, arrival, walkedTo, isWalkDone) = (Log.Arrivals.End, Log.Arrivals.End, null, false);\n",
            ""),
        new("A take-over is sent before what its replica held", BugClass.TakeOver, Sender,
            "            room -= Log.Epochs.BeginsAt(committed.Next) ? AddCausesOf(records, entry, room) : 0;\n",
            ""),
        new("A peer that misjudges the epoch here is called diverged", BugClass.TakeOver, Receiver,
            "if (isMisjudged && (isOther || !isComparable))",
            "if (isMisjudged && (isOther || !isComparable) && batch.Sequence < 0)"),
        new("A hand-off from before a take-over moves the office", BugClass.TakeOver, "Oxbow.Core/Execution/CommitAuthority.cs",
            "handOff.Id.Origin == Primary && number == handOff.HandOffAfter.Next && handOff.Id.Stamp > since;",
            "handOff.Id.Origin == Primary && number > CommitNumber.None && since >= AcceptStamp.None;"),
    ];
}
