using Oxbow.Client;

namespace Movies.Model;

/// <summary>
/// The movies as documents. Whoever asks acts in a session, so that all see their own ratings, whichever replica
/// answers; one that still lacks them may take a while to fetch them.
/// </summary>
internal sealed class MovieDatabase(OxbowClient client, ClientSession session)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly OxbowCollection<Movie> movies = client.Collection("movies", MovieJson.Default.Movie);
    private readonly OxbowCollection<Rating> ratings = client.Collection("ratings", MovieJson.Default.Rating);
    private readonly OxbowCollection<string> titles = client.Collection("titles", MovieJson.Default.String);
    private readonly OxbowCollection<string> genres = client.Collection("genres", MovieJson.Default.String);
    private readonly OxbowCollection<string> tags = client.Collection("tags", MovieJson.Default.String);
    private readonly ClientSession patient = session.WaitingUpTo(Patience);

    /// <summary>What adds a movie: the movie itself, and where its title's words and its genres lead to it.</summary>
    public IReadOnlyList<Update> UpdatesOf(int id, Movie movie) =>
    [
        movies.Put(MovieKey.Of(id), movie),
        .. MovieKey.WordsOf(movie.Title).Select(word => titles.Put(MovieKey.Of(word, id), movie.Title)),
        .. movie.Genres.Select(genre => genres.Put(MovieKey.Of(genre, id), movie.Title)),
    ];

    /// <summary>What adds a rating, or puts it in the place of the user's earlier one.</summary>
    public Update UpdateOf(RatingOf given) =>
        ratings.Put(MovieKey.Of(MovieKey.Of(given.MovieId), given.UserId), given.Rating);

    /// <summary>What adds a tag.</summary>
    public Update UpdateOf(TagOf tag, string title) => tags.Put(MovieKey.Of(tag.Text, tag.MovieId, tag.UserId), title);

    /// <summary>Writes all of the updates, or none. With its key the write can be repeated without harm, at another replica too.</summary>
    public Task<WriteResult> WriteAsync(IReadOnlyList<Update> updates, CancellationToken cancellation) =>
        client.WriteAsync(updates, new WriteOptions { IdempotencyKey = Guid.NewGuid().ToString("N") }, patient, cancellation);

    /// <summary>A movie, or null when there is none.</summary>
    public async Task<Movie?> FindAsync(int id, CancellationToken cancellation) =>
        (await movies.GetAsync(MovieKey.Of(id), session: patient, cancellation: cancellation))?.Value;

    /// <summary>The ratings of a movie, each committed or tentative.</summary>
    public IAsyncEnumerable<Document<Rating>> RatingsAsync(int id, CancellationToken cancellation) =>
        ratings.ScanAsync(new ScanRange { Prefix = MovieKey.Prefix(MovieKey.Of(id)) }, session: patient, cancellation: cancellation);

    /// <summary>How many movies each genre has.</summary>
    public async Task<SortedDictionary<string, int>> CountGenresAsync(CancellationToken cancellation)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var entry in genres.ScanAsync(new ScanRange { Limit = 10_000 }, session: patient, cancellation: cancellation))
        {
            var genre = MovieKey.TextOf(entry.Key);
            counts[genre] = counts.GetValueOrDefault(genre) + 1;
        }

        return counts;
    }

    /// <summary>Movies whose titles have all these words, or words that begin so, by id.</summary>
    public async Task<SortedDictionary<int, string>> SearchTitleAsync(string words, CancellationToken cancellation)
    {
        SortedDictionary<int, string>? found = null;
        foreach (var word in MovieKey.WordsOf(words))
        {
            var next = await SearchAsync(titles, Uri.EscapeDataString(word), cancellation);
            found = found is null ? next : new(found.IntersectBy(next.Keys, movie => movie.Key).ToDictionary());
        }

        return found ?? [];
    }

    /// <summary>Movies of a genre, by id.</summary>
    public Task<SortedDictionary<int, string>> SearchGenreAsync(string genre, CancellationToken cancellation) =>
        SearchAsync(genres, MovieKey.Prefix(genre), cancellation);

    /// <summary>Movies that somebody gave this tag, by id.</summary>
    public Task<SortedDictionary<int, string>> SearchTagAsync(string tag, CancellationToken cancellation) =>
        SearchAsync(tags, MovieKey.Prefix(tag), cancellation);

    private async Task<SortedDictionary<int, string>> SearchAsync(
        OxbowCollection<string> index, string prefix, CancellationToken cancellation)
    {
        SortedDictionary<int, string> found = [];
        await foreach (var entry in index.ScanAsync(new ScanRange { Prefix = prefix }, session: patient, cancellation: cancellation))
        {
            found[MovieKey.IdOf(entry.Key, part: 1)] = entry.Value;
        }

        return found;
    }
}
