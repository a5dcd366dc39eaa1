using System.CommandLine;
using System.Globalization;
using Movies.Model;

namespace Movies.Commands;

/// <summary>What finds movies: <c>search</c> and <c>genres</c>.</summary>
internal sealed class SearchCommands(Seat seat)
{
    private readonly Option<int> limit = new("--limit") { Description = "Show so many at most.", HelpName = "NUMBER", DefaultValueFactory = _ => 20 };

    public IEnumerable<Command> Create() => [Search(), Genres()];

    private Command Search() => new("search", "Find movies by title, genre or tag:  movies search title river")
    {
        SearchBy("title", "Words of the title, or how they begin.", (movies, text, cancellation) => movies.SearchTitleAsync(text, cancellation)),
        SearchBy("genre", "The genre; movies genres lists them.", (movies, text, cancellation) => movies.SearchGenreAsync(text, cancellation)),
        SearchBy("tag", "The whole tag.", (movies, text, cancellation) => movies.SearchTagAsync(text, cancellation)),
    };

    private Command SearchBy(
        string what, string description, Func<MovieDatabase, string, CancellationToken, Task<SortedDictionary<int, string>>> search)
    {
        var text = new Argument<string>("TEXT") { Description = description };
        return new Command(what, $"Find movies by {what}.") { text, limit }.Does((arguments, cancellation) =>
            seat.As(arguments).UseAsync(async movies =>
            {
                var found = await search(movies, arguments.GetValue(text)!, cancellation);
                foreach (var (id, title) in found.Take(arguments.GetValue(limit)))
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id}\t{title}"));
                }

                Console.WriteLine($"{found.Count} movies");
            }));
    }

    private Command Genres()
    {
        var movie = new Argument<int?>("MOVIE") { Description = "A movie's id; without it all genres are listed.", Arity = ArgumentArity.ZeroOrOne };
        return new Command("genres", "List the genres of a movie, or all that there are:  movies genres 42") { movie }.Does((arguments, cancellation) =>
            seat.As(arguments).UseAsync(async movies =>
            {
                if (arguments.GetValue(movie) is { } id)
                {
                    var found = await movies.FindAsync(id, cancellation) ?? throw new UserException($"there is no movie {id}.");
                    Console.WriteLine($"{found.Title}: {(found.Genres.Count is 0 ? "none" : string.Join(", ", found.Genres))}");
                    return;
                }

                foreach (var (genre, count) in await movies.CountGenresAsync(cancellation))
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{genre}\t{count}"));
                }
            }));
    }
}
