using System.Globalization;
using CsvHelper;
using Movies.Model;

namespace Movies.Files;

/// <summary>Makes up a data set, the same one whenever it is asked for the same numbers.</summary>
internal sealed class DataSetGenerator(int movieCount, int ratingCount)
{
    private const int RatingsOfOneUser = 20;
    private const long FirstSecond = 946_684_800;

    private static readonly string[] Genres =
    [
        "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
        "Film-Noir", "Horror", "IMAX", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
    ];

    private static readonly string[] First = ["American", "Broken", "Crimson", "Distant", "Eternal", "Forgotten", "Golden", "Hidden", "Last", "Lonely", "Northern", "Secret", "Silent", "Wild", "Winter"];
    private static readonly string[] Second = ["Bridge", "Captain", "Dream", "Empire", "Garden", "Harbor", "Island", "Journey", "Letter", "Mirror", "Mountain", "Night", "River", "Stranger", "Voyage"];
    private static readonly string[] Tags = ["based on a book", "black/white", "dark", "feel-good", "great ending", "\"must see\"", "quirky", "slow, but good", "twist", "visually appealing"];

    private readonly Random random = new(movieCount);

    /// <summary>Writes the three files into a folder, over earlier ones.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        WriteFile(folder, DataSet.MoviesFile, ["movieId", "title", "genres"], Enumerable.Range(1, movieCount).Select(MovieRow));
        WriteFile(folder, DataSet.RatingsFile, ["userId", "movieId", "rating", "timestamp"], Picks().Take(ratingCount).Select(RatingRow));
        WriteFile(folder, DataSet.TagsFile, ["userId", "movieId", "tag", "timestamp"], Picks().Take(movieCount).Select(TagRow));
    }

    private static void WriteFile(string folder, string file, string[] columns, IEnumerable<string[]> rows)
    {
        using var csv = CsvWriter.ToFile(Path.Combine(folder, file));
        foreach (var row in rows.Prepend(columns))
        {
            Array.ForEach(row, csv.WriteField);
            csv.EndRecord();
        }
    }

    private string[] MovieRow(int id)
    {
        var name = $"{Pick(First)} {Pick(Second)}";
        var title = random.Next(5) switch
        {
            0 => $"{name}, The",
            1 => $"\"{name}\"",
            2 => $"{name} {random.Next(2, 10)}",
            _ => $"{name} of the {Pick(Second)}",
        };
        var genres = Enumerable.Range(0, random.Next(4)).Select(_ => Pick(Genres)).Distinct(StringComparer.Ordinal).ToArray();
        return [MovieKey.Of(id), $"{title} ({random.Next(1920, 2026)})", genres.Length is 0 ? DataSet.NoGenres : string.Join('|', genres)];
    }

    private string[] RatingRow((int User, int Movie) pick) =>
        [MovieKey.Of(pick.User), MovieKey.Of(pick.Movie), (random.Next(1, 11) / 2.0).ToString("0.0", CultureInfo.InvariantCulture), Time()];

    private string[] TagRow((int User, int Movie) pick) => [MovieKey.Of(pick.User), MovieKey.Of(pick.Movie), Pick(Tags), Time()];

    /// <summary>Users, one after another, each with some movies; few movies are picked by many.</summary>
    private IEnumerable<(int User, int Movie)> Picks()
    {
        for (var user = 1; ; user++)
        {
            HashSet<int> picked = [];
            while (picked.Count < Math.Min(RatingsOfOneUser, movieCount))
            {
                var popularity = random.NextDouble();
                picked.Add(1 + (int)(popularity * popularity * movieCount));
            }

            foreach (var movie in picked)
            {
                yield return (user, movie);
            }
        }
    }

    private string Time() => (FirstSecond + random.Next(800_000_000)).ToString(CultureInfo.InvariantCulture);

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
