using System.Text.Json;
using System.Text.Json.Serialization;

namespace CausalWall;

/// <summary>How messages are read and written: code that the compiler makes, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Message))]
internal sealed partial class WallJson : JsonSerializerContext;
