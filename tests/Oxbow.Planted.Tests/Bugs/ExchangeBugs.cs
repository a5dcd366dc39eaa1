using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of exchanges: what is sent, and what is taken.</summary>
internal static class ExchangeBugs
{
    private const string Receiver = "Oxbow.Core/AntiEntropy/BatchReceiver.cs";
    private const string Sender = "Oxbow.Core/AntiEntropy/RunSender.cs";
    private const string Check = "Oxbow.Core/AntiEntropy/RecordCheck.cs";
    private const string Incoming = "Oxbow.Core/Conversations/IncomingRun.cs";
    private const string TwoWay = "Oxbow.Core/Conversations/TwoWayConversation.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("A batch that was lost on the way is not missed", BugClass.Hole, Incoming,
            "batch.Sequence == sequence + 1",
            "batch.Sequence > sequence"),
        new("A sender forgets the rest when a batch is full", BugClass.Hole, Sender,
            "isWalkDone = position == Log.Tentative.Count;",
            "isWalkDone = true;"),
        new("A sender sends new arrivals before what they depend on", BugClass.Hole, Sender,
            "AddArrivals(records, AddTentative(records, room))",
            "AddTentative(records, AddArrivals(records, room))"),
        new("A batch that breaks off in the middle is applied half", BugClass.Hole, Receiver,
            "        state.Integrate(pending.Commits, pending.SortIncoming());\n",
            "        if (rejection is null)\n        {\n            state.Integrate(pending.Commits, pending.SortIncoming());\n        }\n\n"),
        new("A run ends before all is sent", BugClass.Hole, Sender,
            "bool ends = room > 0 && mayEnd && !HasEnded;",
            "bool ends = mayEnd && !HasEnded;"),
        new("A write is taken before the one that it follows", BugClass.Hole, "Oxbow.Core/AntiEntropy/ChainPlace.cs",
            "return new(ChainRelation.Hole, null);",
            "return new(ChainRelation.Follows, null);"),
        new("Another database is taken for this one", BugClass.Stranger, "Oxbow.Core/Conversations/HelloCheck.cs",
            "if (hello.Identity.Database != state.Identity.Database)",
            "if (hello.Identity.Replica == ReplicaId.Nobody)"),
        new("A write that is here already is taken once more", BugClass.Duplicate, Receiver,
            "if (record.Write is { } write && !IsHeld(write))",
            "if (record.Write is { } write)"),
        new("A commit that is here already is taken once more", BugClass.Duplicate, Check,
            "if (record.CommitNumber < pending.NextCommit)",
            "if (record.CommitNumber < Log.LastCommitted)"),
        new("A sender sends back what it just got", BugClass.Duplicate, TwoWay,
            "if ((record.Write ?? State.Log.Find(record.Id)?.Write) is Write held)",
            "if (batch.Sequence < 0 && record.Write is Write held)"),
        new("A sender sends again what it sent", BugClass.Duplicate, Sender,
            "        NoteHeld(entry.Origin, entry.Write);\n        return",
            "        return"),
        new("A sender waits for no acknowledgement", BugClass.Overload, Sender,
            "if (sequence - acknowledged >= state.Options.WindowBatches)",
            "if (sequence - acknowledged >= 1000)"),
        new("A batch has no bound", BugClass.Overload, Sender,
            "AddCommitted(records, state.Options.BatchBytes)",
            "AddCommitted(records, 1_000_000)"),
        new("A listener ends its run before the dialer", BugClass.Hole, TwoWay,
            "private bool MayEndRun => IsDialer || incoming.HasEnded;",
            "private bool MayEndRun => IsDialer || incoming.Received >= 0;"),
        new("A live link brings nothing new once the run has ended", BugClass.Hole, TwoWay,
            "while ((GoesOn || !Outgoing.HasEnded)",
            "while (!Outgoing.HasEnded"),
        new("A frame is taken whatever its checksum says", BugClass.DamagedDisk, "Oxbow.Wire/Framing/FrameDecoder.cs",
            "if (Crc32C.Compute(payload) != BinaryPrimitives.ReadUInt32LittleEndian(header[sizeof(uint)..]))",
            "if (Crc32C.Compute(payload) == uint.MaxValue)")
        {
            IsInSample = true,
        },
    ];
}
