using Oxbow.Planted.Tests.Planting;

namespace Oxbow.Planted.Tests.Bugs;

/// <summary>Bugs of sessions and what clients are told.</summary>
internal static class SessionBugs
{
    private const string Check = "Oxbow.Core/Sessions/SessionCheck.cs";
    private const string Session = "Oxbow.Core/Sessions/SessionState.cs";
    private const string Desk = "Oxbow.Core/Clients/ClientRequests.cs";
    private const string ForRead = "Missing(session, log, Guarantees.ReadYourWrites, Guarantees.MonotonicReads);";
    private const string ForWrite = "Missing(session, log, Guarantees.MonotonicWrites, Guarantees.WritesFollowReads);";

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("Read your writes is not checked", BugClass.Session, Check, ForRead,
            ForRead.Replace("session,", "session with { WriteVector = VersionVector.Empty },", StringComparison.Ordinal))
        {
            IsInSample = true,
        },
        new("Monotonic reads is not checked", BugClass.Session, Check, ForRead,
            ForRead.Replace("session,", "session with { ReadVector = VersionVector.Empty },", StringComparison.Ordinal)),
        new("Monotonic writes is not checked", BugClass.Session, Check, ForWrite,
            ForWrite.Replace("session,", "session with { WriteVector = VersionVector.Empty },", StringComparison.Ordinal)),
        new("Writes follow reads is not checked", BugClass.Session, Check, ForWrite,
            ForWrite.Replace("session,", "session with { ReadVector = VersionVector.Empty },", StringComparison.Ordinal)),
        new("A session per key is not checked", BugClass.Session, Check,
            "if (!(present >= needed) && !log.Covers(needed) && !log.Remade.Covers(needed.Origin, needed.Stamp))",
            "if (!log.Covers(needed) && needed.Stamp == AcceptStamp.Maximum)"),
        new("A session takes a retired replica for one never heard of", BugClass.Session, Check,
            "AddUnfinished(missing, session.ReadVector, log);",
            ""),
        new("A session forgets the writes it made elsewhere before", BugClass.Session, Session,
            "? this with { WriteVector = WriteVector.With(write.Origin, write.Stamp) }",
            "? this with { WriteVector = VersionVector.Empty.With(write.Origin, write.Stamp) }"),
        new("A session forgets what it read elsewhere before", BugClass.Session, Session,
            "ReadVector.MergeCompleted(replica)",
            "replica"),
        new("A session keeps what a replica that retired wrote as missing", BugClass.Session, Session,
            "ReadVector.MergeCompleted(replica)",
            "ReadVector.Merge(replica)"),
        new("The committed view of a session goes back", BugClass.Session, Desk,
            "&& session.CommittedRead > Readable.LastCommitted;",
            "&& session.CommittedRead > Readable.LastCommitted && Log.Count < 0;"),
        new("A session is refused that lacks nothing", BugClass.Session, Check,
            "if (!log.Known.Covers(entry.Replica, entry.Stamp) &&",
            "if (!log.Known.Covers(entry.Replica, entry.Stamp.Next) &&"),
        new("The committed view shows tentative documents", BugClass.Undo, "Oxbow.Core/State/DatabaseState.cs",
            "view == ReadView.Latest && overlay.Find(collection, key) is { } touched",
            "overlay.Find(collection, key) is { } touched"),
        new("A token is read whoever made it", BugClass.Session, "Oxbow.Wire/Sessions/SessionTokenCodec.cs",
            "bool isIssued = CryptographicOperations.FixedTimeEquals(Seal(database, content), buffer[content.Length..length])",
            "bool isIssued = Seal(database, content).Length > 0"),
    ];
}
