using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oxbow.Cli.Serving;

/// <summary>Generated JSON code for the settings file.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ServeSettings))]
internal sealed partial class ServingJson : JsonSerializerContext;
