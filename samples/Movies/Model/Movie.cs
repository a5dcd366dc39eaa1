namespace Movies.Model;

/// <summary>A movie: document <c>movies/ID</c>.</summary>
/// <param name="Title">Its title, with the year.</param>
/// <param name="Genres">Its genres; may be empty.</param>
internal sealed record Movie(string Title, IReadOnlyList<string> Genres);
