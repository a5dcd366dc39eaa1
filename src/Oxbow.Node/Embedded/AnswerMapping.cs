using System.Text;
using System.Text.Json;
using Oxbow.Client;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using LogEntry = Oxbow.Client.LogEntry;
using ReadView = Oxbow.Client.ReadView;
using ReplicaStatus = Oxbow.Client.ReplicaStatus;
using Update = Oxbow.Client.Update;

namespace Oxbow.Node.Embedded;

/// <summary>What a replica takes and answers, in the types of a client.</summary>
internal static class AnswerMapping
{
    public static Core.Writes.Update ToCore(Update update)
    {
        byte[] collection = Encoding.UTF8.GetBytes(update.Collection);
        byte[] key = Encoding.UTF8.GetBytes(update.Key);
        return update.Put is { } value
            ? Core.Writes.Update.Put(collection, key, Encoding.UTF8.GetBytes(value.GetRawText()))
            : Core.Writes.Update.Delete(collection, key);
    }

    public static Core.State.ReadView ToCore(ReadView view) =>
        view is ReadView.Committed ? Core.State.ReadView.Committed : Core.State.ReadView.Latest;

    public static WriteState StateOf(CommitNumber number) => number.IsGiven ? WriteState.Committed : WriteState.Tentative;

    public static WriteResult ToClient(WriteFate fate) =>
        new(fate.Write.ToString(), StateOf(fate.CommitNumber), NumberOf(fate.CommitNumber), TextOf(fate.Outcome)) { RemadeAs = fate.RemadeAs?.ToString() };

    public static ScanPage ToClient(DocumentsRead read) => new(
        [.. read.Documents.Select(found => new ScannedDocument(TextOf(found.Key), ValueOf(found.Value), StateOf(found.CommitNumber)))],
        read.HasMore ? TextOf(read.Documents[^1].Key) : null);

    public static LogPage ToClient(LogRead read) =>
        new([.. read.Entries.Select(ToClient)], read.HasMore ? read.Entries[^1].Position : null);

    public static LogEntry ToClient(LogEntryView entry) => new(
        entry.Position,
        entry.Write.Id.ToString(),
        TextOf(entry.Write.Kind),
        StateOf(entry.CommitNumber),
        NumberOf(entry.CommitNumber),
        TextOf(entry.Outcome),
        [.. Updates(entry.Write)])
    {
        Arrival = entry.Arrival is { } arrival ? ToClient(arrival) : null,
    };

    public static ReplicaStatus ToClient(string database, Core.Messages.ReplicaStatus status) => new(
        database,
        status.Identity.Replica.ToString(),
        TextOf(status.Standing),
        status.IsPrimary,
        status.CommitNumber.Value,
        status.TentativeCount,
        status.WriteCount,
        status.Hash.ToString(),
        StateHash: null,
        [.. status.Known.Entries.Select(entry => new ReplicaStamp(entry.Replica.ToString(), entry.Stamp.Value))])
    {
        HeldBack = status.HeldBackCount,
        AheadOfClock = status.AheadCount,
        CommitsSuspended = status.CommitsSuspended,
        PrimaryReplica = status.Primary.ToString(),
        PrimaryNode = status.PrimaryNode,
        ExecutedNumber = status.ExecutedNumber.Value,
        Level = status.Level,
        SupportedLevel = status.SupportedLevel,
        BelowLevel = status.IsBelowLevel,
        Replicas = [.. status.Replicas.Select(known => new Client.KnownReplica(known.Replica.ToString(), known.NodeName.Length == 0 ? null : known.NodeName, known.SupportedLevel))],
    };

    private static WriteArrival ToClient(Arrival arrival) => new(
        arrival.From.ToString(),
        arrival.ByMail,
        arrival.HeldBack.TotalMilliseconds,
        [.. arrival.HeldBackFor.Select(entry => new WriteId(entry.Replica, entry.Stamp).ToString())]);

    private static List<Update> Updates(Write write)
    {
        List<Update> updates = [];
        foreach (Core.Writes.Update update in write.ReadUpdates())
        {
            (string collection, string key) = (TextOf(update.Collection), TextOf(update.Key));
            updates.Add(update.Kind == UpdateKind.Put
                ? Update.PutDocument(collection, key, ValueOf(update.Value))
                : Update.DeleteDocument(collection, key));
        }

        return updates;
    }

    private static JsonElement ValueOf(ReadOnlyMemory<byte> json)
    {
        Utf8JsonReader reader = new(json.Span);
        return JsonElement.ParseValue(ref reader);
    }

    private static string TextOf(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    private static long? NumberOf(CommitNumber number) => number.IsGiven ? number.Value : null;

    private static string? TextOf(Outcome outcome) => outcome switch
    {
        Outcome.Applied => "applied",
        Outcome.Merged => "merged",
        Outcome.Conflicted => "conflicted",
        Outcome.NotUnderstood => "not_understood",
        _ => null,
    };

    private static string TextOf(WriteKind kind) => kind switch
    {
        WriteKind.Update => "update",
        WriteKind.Creation => "creation",
        WriteKind.Retirement => "retirement",
        WriteKind.HandOff => "handoff",
        WriteKind.Announcement => "announcement",
        WriteKind.Eviction => "eviction",
        WriteKind.TakeOver => "takeover",
        WriteKind.LevelRaise => "level_raise",
        _ => "unknown",
    };

    private static string TextOf(Standing standing) => standing.ToString().ToLowerInvariant();
}
