using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of commit numbers, authority and the order of the log.</summary>
internal static class CommitBugs
{
    private const string History = "Oxbow.Core/Log/History.cs";
    private const string Order = "Oxbow.Core/Log/TentativeOrder.cs";
    private const string Ids = "Oxbow.Core/Identity/WriteId.cs";
    private const string Authority = "Oxbow.Core/Execution/CommitAuthority.cs";
    private const string Effects = "Oxbow.Core/Messages/EffectsBuilder.cs";
    private const string Hash = "Oxbow.Core/Log/ChainHash.cs";
    private const string Pending = "Oxbow.Core/AntiEntropy/PendingEntries.cs";
    private const string Sender = "Oxbow.Core/AntiEntropy/RunSender.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("Commit numbers that a primary gives are not made durable", BugClass.CommitNumberReused, "Oxbow.Core/Replicas/ReplicaState.cs",
            "PersistAll(History.CommitAs(Identity.Replica));",
            "_ = History.CommitAs(Identity.Replica);"),
        new("A commit of a write that is here already is not made durable", BugClass.CommitNumberReused, "Oxbow.Core/Replicas/ReplicaState.cs",
            "PersistAll(commits);\n        if (IsPrimary",
            "PersistAll(commits.Where(entry => !entry.IsPersisted).ToList());\n        if (IsPrimary"),
        new("Every replica gives commit numbers", BugClass.TwoPrimaries, History,
            "if (Log.Tentative.Count == 0 || Primary != committer || IsBelowLevel || Log.Epochs.IsOnTheWay || Log.Evictions.HasFresh)",
            "if (Log.Tentative.Count == 0)"),
        new("A primary goes on after it has handed its authority over", BugClass.TwoPrimaries, Authority,
            "= isRightful ? (successor,",
            "= isRightful && !Primary.IsBase ? (successor,"),
        new("A hand-off names the replica that makes it", BugClass.TwoPrimaries, "Oxbow.Core/Membership/Retirement.cs",
            "HandOff.Accept(state, successor);",
            "HandOff.Accept(state, state.Identity.Replica);"),
        new("The log is ordered by replica before stamp", BugClass.Undo, Ids,
            "return byStamp != 0 ? byStamp : Origin.CompareTo(other.Origin);",
            "return Origin.CompareTo(other.Origin) is not 0 and var byOrigin ? byOrigin : byStamp;"),
        new("Two writes with one stamp are ordered the other way round", BugClass.Undo, Ids,
            "return byStamp != 0 ? byStamp : Origin.CompareTo(other.Origin);",
            "return byStamp != 0 ? byStamp : other.Origin.CompareTo(Origin);"),
        new("Two writes with one stamp stay as they came", BugClass.Undo, Ids,
            "return byStamp != 0 ? byStamp : Origin.CompareTo(other.Origin);",
            "return byStamp;"),
        new("A batch that is not sorted is merged as it is", BugClass.Undo, Pending,
            "if (incoming[index - 1].Write.Id > incoming[index].Write.Id)",
            "if (incoming[index - 1].Write.Id.Stamp > AcceptStamp.Maximum)"),
        new("A committed write stays tentative, too", BugClass.NoticeBeforeWrite, Order,
            "public void RemoveCommitted() => Remove(entry => entry.IsCommitted);",
            "public void RemoveCommitted() => Remove(_ => false);"),
        new("A compaction of the tentative order is forgotten", BugClass.Size, Order,
            "entries.RemoveRange(0, start);\n            start = 0;",
            "entries.RemoveRange(0, start);"),
        new("What follows a write that waits for its time counts as a hole when too many wait", BugClass.Size,
            "Oxbow.Core/Replicas/AheadOfTime.cs",
            "Follows(write) || (hasOverflowed && HoldsUp(write.Id.Stamp))",
            "Follows(write)"),
        new("A commit notice is written to the journal before its write", BugClass.NoticeBeforeWrite, Effects,
            "persist.Add(entry.IsPersisted",
            "persist.Add(entry.IsPersisted || entry.IsCommitted"),
        new("A commit notice is sent before its write", BugClass.NoticeBeforeWrite, Sender,
            "room -= known.Covers(entry.Origin, entry.Stamp)",
            "room -= known.Has(entry.Origin)")
        {
            IsInSample = true,
        },
        new("The chained hash leaves out the outcome", BugClass.NotDeterministic, Hash,
            "input[^1] = (byte)outcome;",
            "input[^1] = 0;"),
        new("The chained hash leaves out the write", BugClass.NotDeterministic, Hash,
            "write.WriteTo(input[Size..]);",
            ""),
        new("The chained hash leaves out the effect", BugClass.NotDeterministic, Hash,
            "effect.WriteTo(input[(Size + WriteHash.Size)..]);",
            ""),
        new("The chained hash leaves out what came before", BugClass.NotDeterministic, Hash,
            "        WriteTo(input);",
            ""),
        new("A replica that starts sorts what it reads the wrong way round", BugClass.NotDeterministic,
            "Oxbow.Core/Recovery/LogRecovery.cs",
            "pending.SortIncoming()",
            "[.. pending.SortIncoming().Reverse()]"),
    ];
}
