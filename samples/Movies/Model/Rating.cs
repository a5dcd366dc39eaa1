namespace Movies.Model;

/// <summary>What one user thinks of one movie: document <c>ratings/MOVIE/USER</c>.</summary>
/// <param name="Stars">0.5 to 5, in halves.</param>
/// <param name="At">When it was given.</param>
internal sealed record Rating(double Stars, DateTimeOffset At)
{
    /// <summary>Whether there is such a number of stars.</summary>
    public static bool IsPossible(double stars) => stars is >= 0.5 and <= 5 && stars * 2 % 1 is 0;
}
