using System.Text.Json;
using Oxbow.AspNetCore.Json;
using Oxbow.Core.Messages;
using Oxbow.Node.Naming;

namespace Oxbow.AspNetCore.Databases;

/// <summary>How a replica stands, as JSON.</summary>
internal static class StatusJson
{
    public static void Write(Utf8JsonWriter writer, (string Database, ReplicaStatus Status) replica)
    {
        ReplicaStatus status = replica.Status;
        writer.WriteStartObject();
        writer.WriteString("database"u8, replica.Database);
        writer.WriteString("databaseId"u8, PublicDatabaseId.Of(status.Identity.Database).ToString());
        writer.WriteString("replica"u8, status.Identity.Replica.ToString());
        writer.WriteString("state"u8, TextOf(status.Standing));
        writer.WriteBoolean("primary"u8, status.IsPrimary);
        writer.WriteString("primaryReplica"u8, status.Primary.ToString());
        writer.WriteNumber("epoch"u8, status.Epoch.Number);
        writer.WriteString("primaryNode"u8, status.PrimaryNode);
        writer.WriteNumber("commitNumber"u8, status.CommitNumber.Value);
        writer.WriteNumber("executedNumber"u8, status.ExecutedNumber.Value);
        writer.WriteNumber("level"u8, status.Level);
        writer.WriteNumber("supportedLevel"u8, status.SupportedLevel);
        writer.WriteBoolean("belowLevel"u8, status.IsBelowLevel);
        writer.WriteNumber("tentative"u8, status.TentativeCount);
        writer.WriteNumber("writes"u8, status.WriteCount);
        writer.WriteNumber("heldBack"u8, status.HeldBackCount);
        writer.WriteNumber("aheadOfClock"u8, status.AheadCount);
        writer.WriteBoolean("commitsSuspended"u8, status.CommitsSuspended);
        writer.WriteString("hash"u8, status.Hash.ToString());
        writer.WriteString("stateHash"u8, status.DocumentsHash.IsEmpty ? null : Convert.ToHexStringLower(status.DocumentsHash.Span));
        writer.WritePropertyName("vector"u8);
        VectorJson.Write(writer, status.Known.Entries);
        writer.WriteStartArray("replicas"u8);
        foreach (KnownReplica known in status.Replicas)
        {
            Write(writer, known);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, KnownReplica known)
    {
        writer.WriteStartObject();
        writer.WriteString("replica"u8, known.Replica.ToString());
        writer.WriteString("node"u8, known.NodeName.Length == 0 ? null : known.NodeName);
        writer.WritePropertyName("supportedLevel"u8);
        if (known.SupportedLevel is { } level)
        {
            writer.WriteNumberValue(level);
        }
        else
        {
            writer.WriteNullValue();
        }

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
