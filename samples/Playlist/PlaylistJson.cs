using System.Text.Json.Serialization;

namespace Playlist;

/// <summary>How the playlist's types are read and written: code that the compiler makes, without reflection.</summary>
[JsonSerializable(typeof(Song))]
internal sealed partial class PlaylistJson : JsonSerializerContext;
