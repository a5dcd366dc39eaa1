using System.Collections.Immutable;
using System.Text.Json;
using Oxbow.Core.Vectors;

namespace Oxbow.AspNetCore.Json;

/// <summary>Version vectors as JSON: <c>[{"replica","stamp"}]</c>.</summary>
internal static class VectorJson
{
    public static void Write(Utf8JsonWriter writer, ImmutableArray<VectorEntry> entries)
    {
        writer.WriteStartArray();
        foreach (VectorEntry entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteString("replica"u8, entry.Replica.ToString());
            writer.WriteNumber("stamp"u8, entry.Stamp.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
