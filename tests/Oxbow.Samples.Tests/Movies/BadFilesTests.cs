using Oxbow.Samples.Tests.Processes;

namespace Oxbow.Samples.Tests.Movies;

/// <summary>Files that cannot be used are refused as a whole, with the place of the fault.</summary>
[Collection(typeof(MovieCollection))]
public sealed class BadFilesTests(MovieService service)
{
    private const string Movies = "movieId,title,genres\n9001,\"Zebra, The (1999)\",Drama|Crime\n9002,Zebra 2 (2001),(no genres listed)\n";
    private const string Ratings = "userId,movieId,rating,timestamp\n1,9001,4.5,964982703\n";
    private const string Tags = "userId,movieId,tag,timestamp\n1,9001,\"black, white\",1445714994\n";

    [Theory]
    [InlineData("movies.csv", "9003,Zebra 3,Drama,1999\n", "movies.csv, line 4: ")]
    [InlineData("movies.csv", "zebra,Zebra 3,Drama\n", "movies.csv, line 4: 'zebra' is no id")]
    [InlineData("movies.csv", "9001,Zebra 3,Drama\n", "movies.csv, line 4: movie 9001 was there before")]
    [InlineData("movies.csv", "9003,Zebra 3,Drama|\n", "movies.csv, line 4: ")]
    [InlineData("ratings.csv", "1,9001,5.5,964982703\n", "ratings.csv, line 3: '5.5' is no rating")]
    [InlineData("ratings.csv", "1,9003,5.0,964982703\n", "ratings.csv, line 3: movie 9003 is not in movies.csv")]
    [InlineData("ratings.csv", "1,9001,5.0,yesterday\n", "ratings.csv, line 3: 'yesterday' is no time")]
    [InlineData("tags.csv", "1,9001,,1445714994\n", "tags.csv, line 3: value 3 is empty")]
    [InlineData("tags.csv", "1,9001,\"never closed,1445714994\n", "tags.csv, line 3: ")]
    public async Task A_bad_row_is_named_and_nothing_is_loaded(string file, string row, string reason)
    {
        string folder = await WriteAsync(file, row);
        await using SampleProcess prompt = service.Prompt();
        await prompt.SayAsync($"load {folder}");
        await prompt.SayAsync("search title zebra");
        SampleResult result = await prompt.EndAsync(service.Patience);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
        Assert.Equal(["0 movies"], result.Lines);
    }

    [Fact]
    public async Task A_load_that_ends_early_says_how_much_there_is()
    {
        SampleResult result = await service.RunAsync("load", await WriteAsync("tags.csv", ""), "--gateway", "http://127.0.0.1:1");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Only 0 movies, 0 ratings and 0 tags are loaded", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_and_a_wrong_heading_are_named()
    {
        string folder = service.NewFolder();
        Assert.Contains("movies.csv: there is no such file", (await service.RunAsync("load", folder)).Errors, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "movies.csv"), "id,name\n", service.Patience);
        Assert.Contains("movies.csv, line 1: the first line has to be movieId,title,genres", (await service.RunAsync("load", folder)).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_numbers_make_the_same_data_set()
    {
        string folder = service.NewFolder();
        (await service.RunAsync("generate", "--movies", "500", "--ratings", "5000", "--to", folder)).Required();
        MovieFiles again = MovieFiles.Read(folder);
        Assert.Equal(service.Files.Movies.Select(movie => movie.Value.Title), again.Movies.Select(movie => movie.Value.Title));
        Assert.Equal(service.Files.Ratings, again.Ratings);
        Assert.Equal(service.Files.Tags, again.Tags);
        Assert.Equal(service.Files.Ratings.Count, service.Files.Ratings.DistinctBy(rating => (rating.User, rating.Movie)).Count());
    }

    /// <summary>Writes good files, with one more row in one of them.</summary>
    private async Task<string> WriteAsync(string file, string row)
    {
        string folder = service.NewFolder();
        foreach ((string name, string text) in new[] { ("movies.csv", Movies), ("ratings.csv", Ratings), ("tags.csv", Tags) })
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), name == file ? text + row : text, service.Patience);
        }

        return folder;
    }
}
