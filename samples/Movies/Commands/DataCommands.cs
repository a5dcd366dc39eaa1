using System.CommandLine;
using System.Globalization;
using Movies.Files;
using Movies.Model;
using Oxbow.Client;
using Spectre.Console;

namespace Movies.Commands;

/// <summary>What brings movies: <c>generate</c> and <c>load</c>.</summary>
internal sealed class DataCommands(Seat seat)
{
    public IEnumerable<Command> Create() => [Generate(), Load()];

    private static Command Generate()
    {
        var movies = new Option<int>("--movies") { Description = "How many movies.", HelpName = "NUMBER", DefaultValueFactory = _ => 10_000 };
        var ratings = new Option<int>("--ratings") { Description = "How many ratings.", HelpName = "NUMBER", DefaultValueFactory = _ => 100_000 };
        var to = new Option<string>("--to") { Description = "The folder; files of an earlier data set there are replaced.", HelpName = "FOLDER", Required = true };
        return new Command("generate", "Make up a data set, always the same:  movies generate --to ./data") { movies, ratings, to }.Does((arguments, _) =>
        {
            if (arguments.GetValue(movies) < 1 || arguments.GetValue(ratings) < 0)
            {
                throw new UserException("a data set has at least one movie, and 0 ratings or more.");
            }

            new DataSetGenerator(arguments.GetValue(movies), arguments.GetValue(ratings)).Write(arguments.GetValue(to)!);
            return Task.CompletedTask;
        });
    }

    private Command Load()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where movies.csv, ratings.csv and tags.csv are." };
        return new Command("load", "Load a data set in the format of MovieLens:  movies load ./data") { folder }.Does((arguments, cancellation) =>
        {
            var data = DataSetReader.Read(arguments.GetValue(folder)!);
            return seat.As(arguments).UseAsync(movies => LoadAsync(movies, data, cancellation));
        });
    }

    private static async Task LoadAsync(MovieDatabase movies, DataSet data, CancellationToken cancellation)
    {
        var loader = new Loader(movies, data);
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        var duration = await screen.Progress().StartAsync(async progress =>
        {
            var movieBar = progress.AddTask("movies", maxValue: data.Movies.Count);
            var ratingBar = progress.AddTask("ratings", maxValue: data.Ratings.Count);
            var tagBar = progress.AddTask("tags", maxValue: data.Tags.Count);
            try
            {
                await loader.LoadMoviesAsync(rows => movieBar.Increment(rows), cancellation);
                var ratingDuration = await loader.LoadRatingsAsync(rows => ratingBar.Increment(rows), cancellation);
                await loader.LoadTagsAsync(rows => tagBar.Increment(rows), cancellation);
                return ratingDuration;
            }
            catch (OxbowException error)
            {
                throw new UserException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{error.Message} Only {movieBar.Value} movies, {ratingBar.Value} ratings and {tagBar.Value} tags are loaded: load again, which replaces them, to get all."));
            }
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"loaded {data.Movies.Count} movies, {data.Ratings.Count} ratings, {data.Tags.Count} tags; {data.Ratings.Count / duration.TotalSeconds:0} ratings a second"));
    }
}
