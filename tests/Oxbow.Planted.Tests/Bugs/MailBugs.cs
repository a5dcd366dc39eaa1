using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of direct mail.</summary>
internal static class MailBugs
{
    private const string HoldBack = "Oxbow.Core/AntiEntropy/HoldBack.cs";
    private const string State = "Oxbow.Core/Replicas/ReplicaState.cs";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("Mail is not held back", BugClass.Hole, HoldBack,
            "if (missing.IsEmpty || state.Log.Covers(mail.Write.Id))",
            "if (missing.Length >= 0)"),
        new("Mail that is held back is let in before its causes", BugClass.Hole, HoldBack,
            "        || Missing(one.Mail).IsEmpty;",
            "        || Missing(one.Mail).Length < 2;"),
        new("Mail names what a replica held after its write", BugClass.Hole, State,
            "        if (Outbox.HasSubscribers)\n        {\n            Outbox.Add(new(write, Log.Known.ToVersionVector()));\n        }\n\n        LogEntry entry = Log.Add(write);\n",
            "        LogEntry entry = Log.Add(write);\n        if (Outbox.HasSubscribers)\n        {\n            Outbox.Add(new(write, Log.Known.ToVersionVector()));\n        }\n\n"),
        new("Mail names nothing that its write depends on", BugClass.Hole, State,
            "Outbox.Add(new(write, Log.Known.ToVersionVector()));",
            "Outbox.Add(new(write, Oxbow.Core.Vectors.VersionVector.Empty));"),
        new("Any amount of mail is held back", BugClass.Overload, HoldBack,
            "held.Count < state.Options.MaximumHeldBack\n            && heldBytes",
            "heldBytes"),
        new("Mail does not tell a replica that it forgot writes of its own", BugClass.TwoWithOneId, "Oxbow.Core/Conversations/MailCheck.cs",
            "return dependsOnLost && state.Standing.IsActive",
            "return dependsOnLost && state.Standing.HasRetired"),
    ];
}
