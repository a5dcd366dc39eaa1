namespace Playlist;

/// <summary>A song of the playlist.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Url">Where it is.</param>
internal sealed record Song(string Title, string Url);
