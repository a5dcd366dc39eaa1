using System.CommandLine;
using System.Globalization;
using Movies.Model;
using Oxbow.Client;

namespace Movies.Commands;

/// <summary>What users say of movies: <c>rate</c>, <c>tag</c>, and to be read again <c>ratings</c> and <c>average</c>.</summary>
internal sealed class RatingCommands(Seat seat)
{
    private readonly Argument<int> movie = new("MOVIE") { Description = "The movie's id; search tells it." };
    private readonly Option<int> user = new("--user") { Description = "Who says it.", HelpName = "ID", DefaultValueFactory = _ => 1 };

    public IEnumerable<Command> Create() => [Rate(), Tag(), Ratings(), Average()];

    private Command Rate()
    {
        var stars = new Argument<double>("STARS") { Description = "0.5 to 5, in halves." };
        return new Command("rate", "Rate a movie:  movies rate 42 4.5 --user 7") { movie, stars, user }.Does((arguments, cancellation) =>
            seat.As(arguments).UseAsync(async movies =>
            {
                var rating = new Rating(arguments.GetValue(stars), DateTimeOffset.UtcNow);
                if (!Rating.IsPossible(rating.Stars))
                {
                    throw new UserException("a rating has 0.5 to 5 stars, in halves.");
                }

                var (id, found) = await FindAsync(movies, arguments, cancellation);
                var write = await movies.WriteAsync([movies.UpdateOf(new RatingOf(id, arguments.GetValue(user), rating))], cancellation);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Title}: {rating.Stars} stars, {TextOf(write.State)}"));
            }));
    }

    private Command Tag()
    {
        var text = new Argument<string>("TEXT") { Description = "The tag." };
        return new Command("tag", "Tag a movie:  movies tag 42 \"great ending\" --user 7") { movie, text, user }.Does((arguments, cancellation) =>
            seat.As(arguments).UseAsync(async movies =>
            {
                var (id, found) = await FindAsync(movies, arguments, cancellation);
                var tag = new TagOf(id, arguments.GetValue(user), arguments.GetValue(text)!);
                var write = await movies.WriteAsync([movies.UpdateOf(tag, found.Title)], cancellation);
                Console.WriteLine($"{found.Title}: {tag.Text}, {TextOf(write.State)}");
            }));
    }

    private Command Ratings() =>
        new Command("ratings", "Show a movie's ratings, each with its user:  movies ratings 42") { movie }.Does((arguments, cancellation) =>
            seat.As(arguments).UseAsync(async movies =>
            {
                var (id, _) = await FindAsync(movies, arguments, cancellation);
                await foreach (var (key, rating, state) in movies.RatingsAsync(id, cancellation))
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{MovieKey.IdOf(key, part: 1)}\t{rating.Stars:0.0}\t{rating.At:yyyy-MM-dd}\t{TextOf(state)}"));
                }
            }));

    private Command Average() =>
        new Command("average", "Show a movie's average:  movies average 42") { movie }.Does((arguments, cancellation) =>
            seat.As(arguments).UseAsync(async movies =>
            {
                var (id, found) = await FindAsync(movies, arguments, cancellation);
                var ratings = await movies.RatingsAsync(id, cancellation).ToListAsync(cancellation);
                var tentative = ratings.Count(rating => rating.State is WriteState.Tentative);
                Console.WriteLine(ratings.Count is 0
                    ? $"{found.Title}: no ratings yet"
                    : string.Create(CultureInfo.InvariantCulture, $"{found.Title}: {ratings.Average(rating => rating.Value.Stars):0.00} in {ratings.Count} ratings{(tentative > 0 ? $", {tentative} of them tentative" : "")}"));
            }));

    private async Task<(int Id, Movie Movie)> FindAsync(MovieDatabase movies, ParseResult arguments, CancellationToken cancellation)
    {
        var id = arguments.GetValue(movie);
        return (id, await movies.FindAsync(id, cancellation) ?? throw new UserException($"there is no movie {id}."));
    }

    private static string TextOf(WriteState state) => state is WriteState.Committed ? "committed" : "tentative";
}
