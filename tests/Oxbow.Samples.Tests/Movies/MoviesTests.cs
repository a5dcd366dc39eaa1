using System.Globalization;
using Oxbow.Samples.Tests.Processes;

namespace Oxbow.Samples.Tests.Movies;

/// <summary>Every command through the gateway, against what the files say.</summary>
[Collection(typeof(MovieCollection))]
public sealed class MoviesTests(MovieService service)
{
    private MovieFiles Files => service.Files;

    [Fact]
    public void A_data_set_is_loaded_and_the_speed_is_told()
    {
        Assert.Equal((500, 5000, 500), (Files.Movies.Count, Files.Ratings.Count, Files.Tags.Count));
        string line = Assert.Single(service.Loaded.Required());
        Assert.Matches(@"^loaded 500 movies, 5000 ratings, 500 tags; \d+ ratings a second$", line);
    }

    [Fact]
    public async Task What_is_read_is_what_the_files_say()
    {
        int[] some = [1, 2, 250, 499, 500];
        int popular = Files.Ratings.CountBy(rating => rating.Movie).MaxBy(count => count.Value).Key;
        string[] answers = await AskAsync([.. some.Select(id => $"average {id}"), .. some.Select(id => $"genres {id}"), $"ratings {popular}", "genres"]);
        Assert.Equal(
            [
                .. some.Select(id => Files.Average(id)),
                .. some.Select(id => $"{Files.Movies[id].Title}: {(Files.Movies[id].Genres is [] ? "none" : string.Join(", ", Files.Movies[id].Genres))}"),
            ],
            answers[..10]);

        (string[] ratings, string[] genres) = (answers[10..^GenreCounts().Length], answers[^GenreCounts().Length..]);
        Assert.Equal(
            Files.Ratings.Where(rating => rating.Movie == popular).Select(rating => (rating.User, rating.Stars)).OrderBy(rating => rating.User),
            ratings.Select(line => line.Split('\t')).Select(parts => (int.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture))).OrderBy(rating => rating.Item1));
        Assert.Equal(GenreCounts(), genres);
    }

    [Fact]
    public async Task Movies_are_found_by_title_genre_and_tag()
    {
        string[] found = await AskAsync(
            "search title \"NIGHT riv\" --limit 500", "search genre sci-fi --limit 500", "search tag \"slow, but good\" --limit 500",
            "search title zebra", "search genre action --limit 1");
        string[] action = Files.Found(id => Files.Movies[id].Genres.Contains("Action"));
        Assert.Equal(
            [
                .. Files.Found(id => HasWord(id, "night") && HasWord(id, "riv")),
                .. Files.Found(id => Files.Movies[id].Genres.Contains("Sci-Fi")),
                .. Files.Found(id => Files.Tags.Exists(tag => tag.Movie == id && tag.Text == "slow, but good")),
                "0 movies",
                action[0], action[^1],
            ],
            found);
    }

    [Fact]
    public async Task A_user_sees_what_he_said_in_the_next_command()
    {
        const int Movie = 400;
        string session = Path.Combine(service.NewFolder(), "session");
        await RunAsync("rate", $"{Movie}", "4.5", "--user", "9001");
        await RunAsync("rate", $"{Movie}", "1", "--user", "9002");
        await RunAsync("rate", $"{Movie}", "2", "--user", "9002");
        await RunAsync("tag", $"{Movie}", "one/of a kind", "--user", "9001");
        Assert.StartsWith(Files.Average(Movie, 4.5, 2), (await RunAsync("average", $"{Movie}"))[0], StringComparison.Ordinal);
        Assert.Equal([$"{Movie}\t{Files.Movies[Movie].Title}", "1 movies"], await RunAsync("search", "tag", "One/Of a Kind"));

        async Task<IReadOnlyList<string>> RunAsync(params string[] arguments) =>
            (await service.RunAsync([.. arguments, "--session", session])).Required();
    }

    [Theory]
    [InlineData("rate 1 0", "0.5 to 5 stars")]
    [InlineData("rate 1 4.3", "0.5 to 5 stars")]
    [InlineData("rate 100000 4", "there is no movie 100000")]
    [InlineData("genres 100000", "there is no movie 100000")]
    [InlineData("status set madrid offline", "there are oslo, paris, rome")]
    [InlineData("rate 1 4 --gateway nowhere", "http://127.0.0.1:4900")]
    public async Task What_cannot_be_is_told(string line, string reason)
    {
        await using SampleProcess prompt = service.Prompt();
        await prompt.SayAsync(line);
        SampleResult result = await prompt.EndAsync(service.Patience);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
    }

    private string[] GenreCounts() =>
        [.. Files.Movies.Values.SelectMany(movie => movie.Genres).CountBy(genre => genre.ToLowerInvariant()).OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => $"{count.Key}\t{count.Value}")];

    private bool HasWord(int movie, string beginning) =>
        Files.Movies[movie].Title.ToLowerInvariant().Split(' ', '"', '(', ')', ',').Any(word => word.StartsWith(beginning, StringComparison.Ordinal));

    private async Task<string[]> AskAsync(params string[] lines)
    {
        await using SampleProcess prompt = service.Prompt();
        foreach (string line in lines)
        {
            await prompt.SayAsync(line);
        }

        return [.. (await prompt.EndAsync(service.Patience)).Required()];
    }
}
