using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of creation, retirement and what a vector says of them.</summary>
internal static class MembershipBugs
{
    private const string Log = "Oxbow.Core/Log/WriteLog.cs";
    private const string Vector = "Oxbow.Core/Vectors/DenseVector.cs";
    private const string Retirement = "Oxbow.Core/Membership/Retirement.cs";
    private const string Sender = "Oxbow.Core/AntiEntropy/RunSender.cs";
    private const string Links = "Oxbow.Core/AntiEntropy/LinkDesk.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("A retiring replica accepts writes", BugClass.RetiredWritesOn, "Oxbow.Core/ReplicaState.cs",
            "_ => new(RejectionCode.Retired,",
            "_ => Identity is not null ? null : new(RejectionCode.Retired,"),
        new("A retirement is forgotten at a restart", BugClass.RetiredWritesOn, Retirement,
            "Write.Kind == WriteKind.Retirement)",
            "Write.Kind == WriteKind.HandOff)"),
        new("A replica in quarantine is a retiring one after a restart", BugClass.TwoWithOneId, Retirement,
            "if (state.Standing == Standing.Active && state.Log.LastOf",
            "if (state.Log.LastOf"),
        new("A replica leaves after a restart because its vector says that it has retired", BugClass.LeavesTooEarly, Retirement,
            "state.Log.LastOf(self)?.Write.Kind == WriteKind.Retirement)",
            "state.Log.Known.Completed(self) == AcceptStamp.Maximum)"),
        new("A retiring replica still creates replicas", BugClass.RetiredWritesOn, Links,
            "if (state.RefusalOfWrites() is { } refusal)\n        {\n            return refusal;\n        }\n\n        if (state.Identity.Replica.Depth",
            "if (state.Identity.Replica.Depth"),
        new("A retirement handover ends before it is acknowledged", BugClass.LeavesTooEarly, Sender,
            "public bool IsAcknowledged => acknowledged == sequence;",
            "public bool IsAcknowledged => acknowledged <= sequence;"),
        new("A replica retires without handing over", BugClass.LeavesTooEarly, Links,
            "Retirement.Accept(state, hello.Identity.Replica);",
            "Retirement.Accept(state, hello.Identity.Replica); state.Effects.Report(new RetirementHandoverEnded(link.Id));"),
        new("A replica that is leaving takes over what another one leaves", BugClass.LeavesTooEarly, Links,
            "if (link.Purpose == LinkPurpose.RetirementHandover && state.RefusalOfWrites() is { } refusal)",
            "if (link.Purpose == LinkPurpose.Join && state.RefusalOfWrites() is { } refusal)"),
        new("A primary hands over to a replica that it knows to have retired", BugClass.TwoPrimaries, Links,
            "if (state.Log.Known.Completed(heir) == AcceptStamp.Maximum)",
            "if (state.Log.Known.Completed(heir) == AcceptStamp.None)"),
        new("A replica hands over its last writes and not what it holds of others", BugClass.LeavesTooEarly, Links,
            "link.Sender = new(state, hello.Known, hello.CommitNumber);\n        return null;",
            "link.Sender = new(state, state.Log.Known.ToVersionVector(), hello.CommitNumber);\n        return null;"),
        new("A vector drops the entry of a retired replica too early", BugClass.AbsentEntry, Log,
            "Known[retired] = AcceptStamp.Maximum;",
            "Known[retired] = AcceptStamp.None;")
        {
            IsInSample = true,
        },
        new("A vector never drops the entry of a retired replica", BugClass.AbsentEntry, Log,
            "if (Known.CoversCreationOf(retiredBeforeCreation[index]))",
            "if (retiredBeforeCreation[index] == ReplicaIndex.Base)"),
        new("A creation that comes late brings a retired replica back", BugClass.AbsentEntry, Log,
            "if (!Known.Has(created))",
            "if (!Known.Has(created) || retiredBeforeCreation.Remove(created))"),
        new("A creation that comes late forgets the writes that came before it", BugClass.AbsentEntry, Log,
            "if (!Known.Has(created))",
            "if (Known[created] != AcceptStamp.Maximum)"),
        new("A retired replica is taken for one never heard of", BugClass.AbsentEntry, Vector,
            "return CoversCreationOf(replica) ? AcceptStamp.Maximum : AcceptStamp.None;",
            "return AcceptStamp.None;"),
        new("A replica never heard of is taken for a retired one", BugClass.AbsentEntry, Vector,
            "return CoversCreationOf(replica) ? AcceptStamp.Maximum : AcceptStamp.None;",
            "return AcceptStamp.Maximum;"),
        new("A sender takes replicas that its peer just created for retired", BugClass.AbsentEntry, Sender,
            "NoteCreations(origin, before, write.Previous);",
            ""),
        new("An id is granted that no creation stands for", BugClass.Creation, "Oxbow.Core/Membership/Creation.cs",
            "Child(entry.Stamp);",
            "Child(entry.Stamp.Next);"),
    ];
}
