using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oxbow.Cli.Lab;

/// <summary>Generated JSON code for what the lab reads and writes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ReadyFile))]
internal sealed partial class LabJson : JsonSerializerContext;
