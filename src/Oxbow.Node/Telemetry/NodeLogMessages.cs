using Microsoft.Extensions.Logging;
using Oxbow.Core.Identity;

namespace Oxbow.Node.Telemetry;

/// <summary>What a node logs. Event ids 1000 to 1999.</summary>
internal static partial class NodeLogMessages
{
    [LoggerMessage(1000, LogLevel.Information, "Database {Database} is open as replica {Replica} with {Writes} writes")]
    public static partial void DatabaseOpened(ILogger logger, string database, string replica, long writes);

    [LoggerMessage(1001, LogLevel.Information, "Database {Database} joined through {Address} as replica {Replica}")]
    public static partial void DatabaseJoined(ILogger logger, string database, string address, string replica);

    [LoggerMessage(1002, LogLevel.Warning, "The end of the journal of database {Database} was cut: this primary commits again once a peer has greeted it")]
    public static partial void PrimaryCommitsSuspended(ILogger logger, string database);

    [LoggerMessage(1003, LogLevel.Warning, "Database {Database} waits to join and goes on asking. {Reasons}")]
    public static partial void WaitingToJoin(ILogger logger, string database, string reasons);

    [LoggerMessage(
        1004,
        LogLevel.Warning,
        "{Peer} has another database of the name {Database} ({Other}, not {Own}): nothing passes between the two. Let one of them join the other")]
    public static partial void OtherDatabaseMet(ILogger logger, string database, string peer, string other, string own);

    [LoggerMessage(
        1005, LogLevel.Information, "{Peer} has this database {Database} again, and no longer another one of the name")]
    public static partial void OtherDatabaseGone(ILogger logger, string database, string peer);

    [LoggerMessage(1010, LogLevel.Warning, "Database {Database}: {Code}: {Detail}")]
    public static partial void Alarmed(ILogger logger, string database, string code, string detail);

    [LoggerMessage(1011, LogLevel.Warning, "Database {Database} took the new replica id {Replica}")]
    public static partial void IdentityGranted(ILogger logger, string database, string replica);

    [LoggerMessage(1012, LogLevel.Warning, "Database {Database}: dialing {Peer} failed in a way nobody foresaw")]
    public static partial void DialFailed(ILogger logger, string database, string peer, Exception exception);

    [LoggerMessage(1013, LogLevel.Warning, "Database {Database} waits for a new replica id, and {Peer} gave none: {Reason}")]
    public static partial void NoIdentityGranted(ILogger logger, string database, string peer, string reason);

    [LoggerMessage(1020, LogLevel.Information, "Node {Node} has retired and told {Peer}")]
    public static partial void Retired(ILogger logger, string node, string peer);

    [LoggerMessage(1021, LogLevel.Information, "The replica of database {Database} had accepted its retirement and now told {Peer}")]
    public static partial void RetirementHandedOver(ILogger logger, string database, string peer);

    [LoggerMessage(1030, LogLevel.Critical, "Database {Database} has stopped: {Reason}")]
    public static partial void DatabaseFailed(ILogger logger, string database, string reason, Exception exception);

    [LoggerMessage(1040, LogLevel.Information, "Database {Database} holds back write {Write} until {Missing} entries of its dependencies are here")]
    public static partial void WriteHeldBack(ILogger logger, string database, WriteId write, int missing);

    [LoggerMessage(1041, LogLevel.Information, "Database {Database} held back write {Write} for {HeldMilliseconds} ms")]
    public static partial void WriteReleased(ILogger logger, string database, WriteId write, double heldMilliseconds);
}
