using System.Globalization;
using CsvHelper;
using Movies.Model;

namespace Movies.Files;

/// <summary>
/// Reads files in the format of MovieLens. All of them are read and checked before anything is done with them, so
/// that one bad row does not leave half of a data set behind.
/// </summary>
internal sealed class DataSetReader
{
    /// <summary>A text can become part of a key, which has at most 1 KiB.</summary>
    private const int MaximumTextLength = 1000;

    private static readonly CsvReaderOptions Format = new()
    {
        Separator = ',',
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
    };

    private readonly Dictionary<int, Movie> movies = [];
    private readonly List<RatingOf> ratings = [];
    private readonly List<TagOf> tags = [];

    private DataSetReader()
    {
    }

    /// <exception cref="BadRowException">A file is missing, or a row of it cannot be used.</exception>
    public static DataSet Read(string folder)
    {
        var reader = new DataSetReader();
        ReadFile(folder, DataSet.MoviesFile, ["movieId", "title", "genres"], reader.AddMovie);
        ReadFile(folder, DataSet.RatingsFile, ["userId", "movieId", "rating", "timestamp"], reader.AddRating);
        ReadFile(folder, DataSet.TagsFile, ["userId", "movieId", "tag", "timestamp"], reader.AddTag);
        return new(reader.movies, reader.ratings, reader.tags);
    }

    private static void ReadFile(string folder, string file, string[] columns, Action<CsvReader> addRow)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            throw new BadRowException(file, line: 0, $"there is no such file in {folder}.");
        }

        using var csv = CsvReader.FromFile(path, Format);
        try
        {
            csv.ReadHeader();
            Require(columns.SequenceEqual(csv.Headers), $"the first line has to be {string.Join(',', columns)}.");
            while (csv.Read())
            {
                addRow(csv);
            }
        }
        catch (CsvFormatException error)
        {
            throw new BadRowException(file, error.LineNumber, error.Message);
        }
        catch (FormatException error)
        {
            throw new BadRowException(file, csv.LineNumber, error.Message);
        }
    }

    private void AddMovie(CsvReader row)
    {
        var genres = Text(row, 2) is DataSet.NoGenres ? [] : Text(row, 2).Split('|');
        Require(genres.All(genre => genre.Trim().Length > 0), $"'{row.GetString(2)}' has a genre without a name.");
        Require(movies.TryAdd(Number(row, 0), new(Text(row, 1), genres)), $"movie {row.GetString(0)} was there before.");
    }

    private void AddRating(CsvReader row)
    {
        var isNumber = double.TryParse(row.GetString(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var stars);
        Require(isNumber && Rating.IsPossible(stars), $"'{row.GetString(2)}' is no rating; they are 0.5 to 5, in halves.");
        ratings.Add(new(KnownMovie(row, 1), Number(row, 0), new(stars, Time(row, 3))));
    }

    private void AddTag(CsvReader row)
    {
        _ = Time(row, 3);
        tags.Add(new(KnownMovie(row, 1), Number(row, 0), Text(row, 2)));
    }

    private int KnownMovie(CsvReader row, int column)
    {
        var id = Number(row, column);
        Require(movies.ContainsKey(id), $"movie {id} is not in {DataSet.MoviesFile}.");
        return id;
    }

    private static string Text(CsvReader row, int column)
    {
        Require(!string.IsNullOrWhiteSpace(row.GetString(column)), $"value {column + 1} is empty.");
        Require(MovieKey.Prefix(row.GetString(column)).Length <= MaximumTextLength, $"value {column + 1} is too long.");
        return row.GetString(column);
    }

    private static int Number(CsvReader row, int column)
    {
        Require(int.TryParse(row.GetString(column), NumberStyles.None, CultureInfo.InvariantCulture, out var number), $"'{row.GetString(column)}' is no id; they are whole numbers.");
        return number;
    }

    private static DateTimeOffset Time(CsvReader row, int column)
    {
        Require(uint.TryParse(row.GetString(column), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds), $"'{row.GetString(column)}' is no time; they are seconds since 1970.");
        return DateTimeOffset.FromUnixTimeSeconds(seconds);
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new FormatException(fault);
        }
    }
}
