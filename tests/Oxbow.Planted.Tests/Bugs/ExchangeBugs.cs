using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of exchanges: what is sent, and what is taken.</summary>
internal static class ExchangeBugs
{
    private const string Receiver = "Oxbow.Core/AntiEntropy/BatchReceiver.cs";
    private const string Sender = "Oxbow.Core/AntiEntropy/RunSender.cs";
    private const string Links = "Oxbow.Core/AntiEntropy/LinkDesk.cs";
    private const string Peer = "Oxbow.Core/AntiEntropy/PeerLink.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("A batch that was lost on the way is not missed", BugClass.Hole, Links,
            "batch.Sequence != link.ReceivedSequence + 1",
            "batch.Sequence <= link.ReceivedSequence"),
        new("A sender forgets the rest when a batch is full", BugClass.Hole, Sender,
            "isWalkDone = position == Log.Tentative.Count;",
            "isWalkDone = true;"),
        new("A sender sends new arrivals before what they depend on", BugClass.Hole, Sender,
            "AddArrivals(records, AddTentative(records, AddCommitted(records, state.Options.BatchBytes)))",
            "AddTentative(records, AddArrivals(records, AddCommitted(records, state.Options.BatchBytes)))"),
        new("A batch that breaks off in the middle is applied half", BugClass.Hole, Receiver,
            "        GiveThemTheirPlace();\n        return rejection;",
            "        if (rejection is null)\n        {\n            GiveThemTheirPlace();\n        }\n\n        return rejection;"),
        new("A run ends before all is sent", BugClass.Hole, Sender,
            "bool ends = room > 0 && mayEnd && !HasEnded;",
            "bool ends = mayEnd && !HasEnded;"),
        new("A write is taken before the one that it follows", BugClass.Hole, Receiver,
            "if (write.Previous > expected)",
            "if (write.Previous == AcceptStamp.Maximum)"),
        new("Another database is taken for this one", BugClass.Stranger, "Oxbow.Core/AntiEntropy/HelloCheck.cs",
            "if (hello.Identity.Database != state.Identity.Database)",
            "if (hello.Identity.Replica == ReplicaId.Nobody)"),
        new("A write that is here already is taken once more", BugClass.Duplicate, Receiver,
            "bool isNew = record.Write is not null && !IsHere(record.Id);",
            "bool isNew = record.Write is not null;"),
        new("A commit that is here already is taken once more", BugClass.Duplicate, Receiver,
            "if (record.CommitNumber < NextCommit)",
            "if (record.CommitNumber < Log.LastCommitted)"),
        new("A sender sends back what it just got", BugClass.Duplicate, Links,
            "link.Sender.NoteHeld(held, record.CommitNumber);",
            ""),
        new("A sender sends again what it sent", BugClass.Duplicate, Sender,
            "        NoteHeld(entry.Origin, entry.Write);",
            ""),
        new("A sender waits for no acknowledgement", BugClass.Overload, Sender,
            "if (sequence - acknowledged >= state.Options.WindowBatches)",
            "if (sequence - acknowledged >= 1000)"),
        new("A batch has no bound", BugClass.Overload, Sender,
            "AddCommitted(records, state.Options.BatchBytes)",
            "AddCommitted(records, 1_000_000)"),
        new("A listener ends its run before the dialer", BugClass.Hole, Peer,
            "public bool MayEndRun => IsDialer || PeerRunEnded;",
            "public bool MayEndRun => IsDialer || ReceivedSequence >= 0;"),
        new("A live link brings nothing new once the run has ended", BugClass.Hole, Peer,
            "(Purpose == LinkPurpose.Live || Sender is { HasEnded: false })",
            "Sender is { HasEnded: false }"),
        new("A frame is taken whatever its checksum says", BugClass.DamagedDisk, "Oxbow.Wire/Framing/FrameDecoder.cs",
            "if (Crc32C.Compute(payload) != BinaryPrimitives.ReadUInt32LittleEndian(header[sizeof(uint)..]))",
            "if (Crc32C.Compute(payload) == uint.MaxValue)")
        {
            IsInSample = true,
        },
    ];
}
