using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oxbow.Client.Tests;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Song))]
internal sealed partial class SongJson : JsonSerializerContext;
