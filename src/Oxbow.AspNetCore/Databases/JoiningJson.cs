using System.Text.Json;
using Oxbow.Node.Errors;
using Oxbow.Node.Joining;

namespace Oxbow.AspNetCore.Databases;

/// <summary>A database that waits until a peer grants a replica of it, as JSON.</summary>
internal static class JoiningJson
{
    public static void Write(Utf8JsonWriter writer, JoinProgress progress)
    {
        writer.WriteStartObject();
        writer.WriteString("database"u8, progress.Database);
        writer.WriteString("state"u8, NodeRefusalCodes.Joining);
        writer.WriteString("since"u8, progress.Since);
        writer.WriteStartArray("refusals"u8);
        foreach (JoinRefusal refusal in progress.Refusals)
        {
            writer.WriteStartObject();
            writer.WriteString("address"u8, refusal.Address);
            writer.WriteString("reason"u8, refusal.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
