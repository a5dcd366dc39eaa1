using System.Text.Json;
using System.Text.Json.Serialization;

namespace Movies.Model;

/// <summary>How documents are read and written: code that the compiler makes, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Movie))]
[JsonSerializable(typeof(Rating))]
[JsonSerializable(typeof(string))]
internal sealed partial class MovieJson : JsonSerializerContext;
