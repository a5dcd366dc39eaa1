using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Json;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;
using Oxbow.Node.Databases;

namespace Oxbow.AspNetCore.Databases;

/// <summary><c>/db/{database}/log</c>: the write log in pages, committed writes before tentative ones.</summary>
internal sealed class LogResource(DatabaseDirectory databases)
{
    public async Task GetAsync(HttpContext context)
    {
        DatabaseHost database = databases.Find(context);
        ReadLog request = new(
            database.NextRequest(),
            QueryReader.Number(context.Request, "after", absent: 0, minimum: 0, long.MaxValue),
            QueryReader.Limit(context.Request));
        LogRead read = await DatabaseDirectory.AskAsync<LogRead>(database, request).ConfigureAwait(false);
        PageAnswer answer = new(context.Response);
        await using (answer.ConfigureAwait(false))
        {
            await answer.SendAsync("entries", read.Entries, read.HasMore, Write, WriteNext).ConfigureAwait(false);
        }
    }

    /// <summary>Writes one entry of the log.</summary>
    public static void Write(Utf8JsonWriter writer, LogEntryView entry)
    {
        writer.WriteStartObject();
        writer.WriteNumber("position"u8, entry.Position);
        writer.WriteString("write"u8, entry.Write.Id.ToString());
        writer.WriteString("kind"u8, TextOf(entry.Write.Kind));
        FateJson.WriteMembers(writer, entry.CommitNumber, entry.Outcome);
        writer.WriteStartArray("updates"u8);
        foreach (Update update in entry.Write.ReadUpdates())
        {
            Write(writer, update);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("arrival"u8);
        Write(writer, entry.Arrival);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Arrival? arrival)
    {
        if (arrival is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("from"u8, arrival.From.ToString());
        writer.WriteBoolean("byMail"u8, arrival.ByMail);
        writer.WriteNumber("heldBackMilliseconds"u8, arrival.HeldBack.TotalMilliseconds);
        writer.WriteStartArray("heldBackFor"u8);
        foreach (VectorEntry entry in arrival.HeldBackFor)
        {
            writer.WriteStringValue(new WriteId(entry.Replica, entry.Stamp).ToString());
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, in Update update)
    {
        writer.WriteStartObject();
        writer.WriteString("collection"u8, update.Collection.Span);
        writer.WriteString("key"u8, update.Key.Span);
        if (update.Kind == UpdateKind.Put)
        {
            writer.WritePropertyName("put"u8);
            writer.WriteRawValue(update.Value.Span, skipInputValidation: true);
        }
        else
        {
            writer.WriteBoolean("delete"u8, true);
        }

        writer.WriteEndObject();
    }

    private static void WriteNext(Utf8JsonWriter writer, LogEntryView last) => writer.WriteNumberValue(last.Position);

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
}
