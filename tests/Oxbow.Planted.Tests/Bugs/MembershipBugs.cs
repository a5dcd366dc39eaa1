using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of creation, retirement and what a vector says of them.</summary>
internal static class MembershipBugs
{
    private const string Log = "Oxbow.Core/Log/WriteLog.cs";
    private const string Vector = "Oxbow.Core/Vectors/DenseVector.cs";
    private const string Retirement = "Oxbow.Core/Membership/Retirement.cs";
    private const string Sender = "Oxbow.Core/AntiEntropy/RunSender.cs";
    private const string Leaver = "Oxbow.Core/Conversations/RetirementHandoverDialer.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("A retiring replica accepts writes", BugClass.RetiredWritesOn, "Oxbow.Core/Replicas/ReplicaStanding.cs",
            "_ => new(RejectionCode.Retired,",
            "_ => Identity is not null ? null : new(RejectionCode.Retired,"),
        new("A retirement is forgotten at a restart", BugClass.RetiredWritesOn, Retirement,
            "is { HasRetired: true })",
            "is { HasRetired: true, IsEmpty: true })"),
        new("A replica in quarantine is a retiring one after a restart", BugClass.TwoWithOneId, Retirement,
            "if (state.Standing.IsActive && state.Log.ChainOf",
            "if (state.Log.ChainOf"),
        new("A replica leaves after a restart because its vector says that it has retired", BugClass.LeavesTooEarly, Retirement,
            "state.Log.ChainOf(state.Identity.Replica) is { HasRetired: true })",
            "state.Log.HasRetired(state.Identity.Replica))"),
        new("A retiring replica still creates replicas", BugClass.RetiredWritesOn, "Oxbow.Core/Conversations/JoinConversation.cs",
            "?? State.RefusalOfWrites() ?? FindLevelFault(request)",
            "?? FindLevelFault(request)"),
        new("A retirement handover ends before it is acknowledged", BugClass.LeavesTooEarly, Sender,
            "public bool IsAcknowledged => acknowledged == sequence;",
            "public bool IsAcknowledged => acknowledged <= sequence;"),
        new("A replica retires without handing over", BugClass.LeavesTooEarly, Leaver,
            "Retirement.Accept(State, heir);",
            "Retirement.Accept(State, heir); State.Effects.Report(new RetirementHandoverEnded(Link));"),
        new("A replica that is leaving takes over what another one leaves", BugClass.LeavesTooEarly,
            "Oxbow.Core/Conversations/RetirementHandoverListener.cs",
            "if ((State.Standing.RefusalOfWrites() ?? incoming.Take(batch, peer)) is",
            "if (incoming.Take(batch, peer) is"),
        new("A primary hands over to a replica that it knows to have retired", BugClass.TwoPrimaries, Leaver,
            "if (State.Log.HasRetired(heir))",
            "if (State.Log.HasRetired(heir) && State.Standing.IsActive)"),
        new("A replica hands over its last writes and not what it holds of others", BugClass.LeavesTooEarly, Leaver,
            "outgoing = new(State, hello.Known, SharedCommits.With(State, hello));",
            "outgoing = new(State, State.Log.Known.ToVersionVector(), SharedCommits.With(State, hello));"),
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
            "if (ChainAt(created).IsEmpty)",
            "if (ChainAt(created).IsEmpty || retiredBeforeCreation.Remove(created))"),
        new("A creation that comes late forgets the writes that came before it", BugClass.AbsentEntry, Log,
            "if (ChainAt(created).IsEmpty)",
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
            "Child(creation.Id.Stamp))",
            "Child(creation.Id.Stamp.Next))"),
    ];
}
