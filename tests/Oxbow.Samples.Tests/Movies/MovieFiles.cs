using System.Globalization;
using System.Text.RegularExpressions;

namespace Oxbow.Samples.Tests.Movies;

/// <summary>The files of a data set as a plain reader sees them, which shares nothing with the sample.</summary>
internal sealed partial class MovieFiles
{
    public required Dictionary<int, (string Title, string[] Genres)> Movies { get; init; }

    public required List<(int User, int Movie, double Stars)> Ratings { get; init; }

    public required List<(int User, int Movie, string Text)> Tags { get; init; }

    public static MovieFiles Read(string folder) => new()
    {
        Movies = Rows(folder, "movies.csv").ToDictionary(row => Number(row[0]), row => (row[1], row[2] is "(no genres listed)" ? [] : row[2].Split('|'))),
        Ratings = [.. Rows(folder, "ratings.csv").Select(row => (Number(row[0]), Number(row[1]), double.Parse(row[2], CultureInfo.InvariantCulture)))],
        Tags = [.. Rows(folder, "tags.csv").Select(row => (Number(row[0]), Number(row[1]), row[2]))],
    };

    /// <summary>What search says of movies: each with its title, by id.</summary>
    public string[] Found(Func<int, bool> which) =>
        [.. Movies.Keys.Where(which).Order().Select(id => $"{id}\t{Movies[id].Title}"), $"{Movies.Keys.Count(which)} movies"];

    /// <summary>How the line begins that tells a movie's average.</summary>
    /// <param name="movie">The movie.</param>
    /// <param name="more">Ratings that are not in the files.</param>
    public string Average(int movie, params double[] more)
    {
        double[] stars = [.. Ratings.Where(rating => rating.Movie == movie).Select(rating => rating.Stars), .. more];
        return stars.Length is 0
            ? $"{Movies[movie].Title}: no ratings yet"
            : string.Create(CultureInfo.InvariantCulture, $"{Movies[movie].Title}: {stars.Average():0.00} in {stars.Length} ratings");
    }

    private static IEnumerable<string[]> Rows(string folder, string file) =>
        File.ReadLines(Path.Combine(folder, file)).Skip(1).Select(line => Value().Matches(line).Select(Unquoted).ToArray());

    private static string Unquoted(Match value) =>
        value.Groups["quoted"] is { Success: true } quoted ? quoted.Value.Replace("\"\"", "\"", StringComparison.Ordinal) : value.Groups["plain"].Value;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?:^|,)(?:""(?<quoted>(?:[^""]|"""")*)""|(?<plain>[^,""]*))")]
    private static partial Regex Value();
}
