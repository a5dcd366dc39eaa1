namespace Movies.Model;

/// <summary>A rating with what its key says.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="UserId">The user.</param>
/// <param name="Rating">The rating.</param>
internal sealed record RatingOf(int MovieId, int UserId, Rating Rating);
