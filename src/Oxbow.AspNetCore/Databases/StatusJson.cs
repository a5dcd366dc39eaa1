using System.Text.Json;
using Oxbow.AspNetCore.Json;
using Oxbow.Core.Membership;
using Oxbow.Core.Messages;

namespace Oxbow.AspNetCore.Databases;

/// <summary>How a replica stands, as JSON.</summary>
internal static class StatusJson
{
    public static void Write(Utf8JsonWriter writer, (string Database, ReplicaStatus Status) replica)
    {
        ReplicaStatus status = replica.Status;
        writer.WriteStartObject();
        writer.WriteString("database"u8, replica.Database);
        writer.WriteString("replica"u8, status.Identity.Replica.ToString());
        writer.WriteString("state"u8, TextOf(status.Standing));
        writer.WriteBoolean("primary"u8, status.IsPrimary);
        writer.WriteString("primaryReplica"u8, status.Primary.ToString());
        writer.WriteNumber("epoch"u8, status.Epoch.Number);
        writer.WriteNumber("commitNumber"u8, status.CommitNumber.Value);
        writer.WriteNumber("tentative"u8, status.TentativeCount);
        writer.WriteNumber("writes"u8, status.WriteCount);
        writer.WriteNumber("heldBack"u8, status.HeldBackCount);
        writer.WriteBoolean("commitsSuspended"u8, status.CommitsSuspended);
        writer.WriteString("hash"u8, status.Hash.ToString());
        writer.WriteString("stateHash"u8, status.DocumentsHash.IsEmpty ? null : Convert.ToHexStringLower(status.DocumentsHash.Span));
        writer.WritePropertyName("vector"u8);
        VectorJson.Write(writer, status.Known.Entries);
        writer.WriteEndObject();
    }

    private static string TextOf(Standing standing) => standing switch
    {
        Standing.Active => "active",
        Standing.Retiring => "retiring",
        Standing.Retired => "retired",
        Standing.Quarantined => "quarantined",
        _ => throw new ArgumentOutOfRangeException(nameof(standing), standing, "Unknown standing."),
    };
}
