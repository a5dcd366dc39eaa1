using Movies.Model;

namespace Movies.Files;

/// <summary>Everything that the three files of a folder say.</summary>
/// <param name="Movies">The movies, by id.</param>
/// <param name="Ratings">Their ratings.</param>
/// <param name="Tags">Their tags.</param>
internal sealed record DataSet(IReadOnlyDictionary<int, Movie> Movies, IReadOnlyList<RatingOf> Ratings, IReadOnlyList<TagOf> Tags)
{
    public const string MoviesFile = "movies.csv";
    public const string RatingsFile = "ratings.csv";
    public const string TagsFile = "tags.csv";
    public const string NoGenres = "(no genres listed)";
}
