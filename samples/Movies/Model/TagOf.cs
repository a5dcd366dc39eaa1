namespace Movies.Model;

/// <summary>A tag that a user put on a movie: document <c>tags/TAG/MOVIE/USER</c>, whose value is the movie's title.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="UserId">The user.</param>
/// <param name="Text">The tag.</param>
internal sealed record TagOf(int MovieId, int UserId, string Text);
