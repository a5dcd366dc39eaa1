using System.Globalization;
using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.Writes;

namespace Oxbow.Wire.Tests;

/// <summary>
/// What a value says, as text: two values with the same text are equal in meaning, and a difference can be read.
/// </summary>
internal static class Meaning
{
    public static string Of(PeerMessage? message) => message switch
    {
        Hello hello => $"hello {Of(hello.Identity)} {hello.Known} {hello.CommitNumber} {hello.Hash} {hello.LogDigest} "
            + $"executed {hello.ExecutedNumber} level {hello.SupportedLevel} version {hello.Version} "
            + $"epochs {string.Join(' ', hello.Epochs)} next {hello.NextStamp} sent {hello.SentAt:O}",
        JoinRequest join => $"join request {join.Version} {Of(join.Description)}",
        Batch batch => $"batch {batch.Sequence} ends run {batch.EndsRun} epoch {batch.Epoch} after {batch.Follows}{Of(batch.Records)}",
        Mail mail => $"mail {Of(mail.Write)} depends on {mail.DependsOn}",
        JoinReply reply => $"join reply {Of(reply.Identity)}",
        _ => message?.ToString() ?? "nothing",
    };

    public static string Of(ReplicaIdentity? identity) =>
        identity is null ? "nobody" : $"{identity.Replica} of {identity.Database} announced {Of(identity.Announced)}";

    private static string Of(ReplicaDescription? description) => description is null
        ? "nothing"
        : $"{description.NodeName} {Hex(description.PublicKey)} {description.FormatLevel}";

    public static string Of(IEnumerable<LogRecord> records) =>
        string.Concat(records.Select(record => "\n  " + Of(record)));

    public static string Of(LogRecord record) => record.Write is { } write
        ? $"{Of(write)} commit {record.CommitNumber}"
        : $"notice {record.Id} commit {record.CommitNumber}";

    public static string Of(Write write)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"write {write} after {write.Previous}, understood {write.IsUnderstood}, successor {write.HandOffTarget}, evicted {write.Evicted}, key {Hex(write.RequestKey)}");
        foreach (Update update in write.ReadUpdates())
        {
            text.Append(CultureInfo.InvariantCulture, $"\n    {update.Kind} {Hex(update.Collection)} {Hex(update.Key)} {Hex(update.Value)}");
        }

        return text.Append("\n    ").Append(Hex(write.Encoded)).ToString();
    }

    public static string Of(SessionState? session) => session is null
        ? "nothing"
        : $"{session.Guarantees} {session.Scope} read {session.ReadVector} written {session.WriteVector} committed {session.CommittedRead} "
          + $"keys written {string.Join(' ', session.KeysWritten)} keys read {string.Join(' ', session.KeysRead)}";

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
}
