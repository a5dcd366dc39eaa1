using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of ids, stamps and clocks.</summary>
internal static class IdentityBugs
{
    private const string Place = "Oxbow.Core/AntiEntropy/ChainPlace.cs";
    private const string Receiver = "Oxbow.Core/AntiEntropy/BatchReceiver.cs";
    private const string Hello = "Oxbow.Core/Conversations/HelloCheck.cs";
    private const string Standing = "Oxbow.Core/Replicas/ReplicaStanding.cs";
    private const string Clock = "Oxbow.Core/Identity/HybridClock.cs";
    private const string State = "Oxbow.Core/Replicas/ReplicaState.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("A restored replica overlooks that peers hold more of it", BugClass.TwoWithOneId, Hello,
            "return lostWrites || lostCommits;",
            "return lostCommits && (lostWrites || lostCommits);"),
        new("A restored primary overlooks that peers hold more commits", BugClass.CommitNumberReused, Hello,
            "return lostWrites || lostCommits;",
            "return lostWrites || (lostCommits && state.Log.Count < 0);"),
        new("A replica in quarantine goes on accepting writes", BugClass.TwoWithOneId, Standing,
            "Standing.Quarantined => new(",
            "Standing.Quarantined => Identity is not null ? null : new("),
        new("A primary in quarantine goes on giving commit numbers", BugClass.TwoWithOneId, State,
            "if (!Standing.IsQuarantined && !CommitsSuspended)",
            "if (!CommitsSuspended)"),
        new("A primary that cut its journal does not wait for a peer", BugClass.CommitNumberReused, State,
            "if (!Standing.IsQuarantined && !CommitsSuspended)",
            "if (!Standing.IsQuarantined)"),
        new("A primary that cut its journal waits for ever", BugClass.TwoPrimaries, State,
            "            CommitsSuspended = false;\n            Integrate([], []);",
            ""),
        new("Quarantine is forgotten at a restart", BugClass.TwoWithOneId, Standing,
            "Identity = Identity with { IsQuarantined = true };",
            "Identity = Identity with { IsQuarantined = false };")
        {
            IsInSample = true,
        },
        new("Writes under an id of two replicas are mixed", BugClass.TwoWithOneId, Place,
            "? new(ChainRelation.Forks, rival)",
            "? new(ChainRelation.Follows, rival)"),
        new("A second history of an id is taken where its stamps are those of the first", BugClass.TwoWithOneId, Place,
            "write.PreviousHash == head))",
            "write.Hash != head))"),
        new("The clock forgets at a restart what stands in the journal", BugClass.StampGoesBack, "Oxbow.Core/Recovery/LogRecovery.cs",
            "state.Clocks.RecoverStamps();",
            "")
        {
            IsInSample = true,
        },
        new("The clock does not follow the writes of others", BugClass.StampGoesBack, Receiver,
            "state.Clock.See(entry.Stamp);",
            ""),
        new("A stamp follows a clock that jumps back", BugClass.StampGoesBack, Clock,
            "return physical > Latest ? physical : Latest.Next;",
            "return physical;"),
        new("A stamp is given twice while the clock stands still", BugClass.StampGoesBack, Clock,
            "return physical > Latest ? physical : Latest.Next;",
            "return physical > Latest ? physical : Latest;"),
        new("A new replica does not start after its own creation", BugClass.Creation, State,
            "Clock.Know(identity.Replica.Created);",
            ""),
        new("A replica with a new id forgets how far the clock had come", BugClass.StampGoesBack, State,
            "ClockFloor = Clock.Latest,",
            "ClockFloor = AcceptStamp.None,"),
        new("A write from the far future is taken", BugClass.Clock, Receiver,
            "&& (state.Clock.IsTooFarAhead(write.Id.Stamp) ||",
            "&& (state.Clock.IsTooFarAhead(write.Id.Origin.Created) ||"),
        new("The clock follows a write from the far future that it refuses", BugClass.Clock, Clock,
            "GoesOnWithin && stamp > Bound;",
            "GoesOnWithin && stamp > Bound && Follow(stamp);\n\n    private bool Follow(AcceptStamp stamp)\n    {\n        Know(stamp);\n        return true;\n    }"),
        new("A session moves the clock as far as it likes", BugClass.Clock, "Oxbow.Core/Clients/ClientRequests.cs",
            "if (state.Clock.IsTooFarAhead(version.Stamp))",
            "if (state.Clock.IsTooFarAhead(AcceptStamp.None))"),
    ];
}
