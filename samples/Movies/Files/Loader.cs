using System.Diagnostics;
using Movies.Model;
using Oxbow.Client;

namespace Movies.Files;

/// <summary>Puts a data set into the database, many documents with one write.</summary>
/// <param name="movies">The database.</param>
/// <param name="data">What to load.</param>
internal sealed class Loader(MovieDatabase movies, DataSet data)
{
    /// <summary>As many as a write may have.</summary>
    private const int MaximumUpdates = 1000;

    /// <summary>Loads the movies; tells after each write how many it had.</summary>
    public Task LoadMoviesAsync(Action<int> tell, CancellationToken cancellation) =>
        LoadAsync(data.Movies.Select(movie => movies.UpdatesOf(movie.Key, movie.Value)), tell, cancellation);

    /// <summary>Loads the ratings; gives how long that took.</summary>
    public async Task<TimeSpan> LoadRatingsAsync(Action<int> tell, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        await LoadAsync(data.Ratings.Select(IReadOnlyList<Update> (rating) => [movies.UpdateOf(rating)]), tell, cancellation);
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Loads the tags.</summary>
    public Task LoadTagsAsync(Action<int> tell, CancellationToken cancellation) =>
        LoadAsync(data.Tags.Select(IReadOnlyList<Update> (tag) => [movies.UpdateOf(tag, data.Movies[tag.MovieId].Title)]), tell, cancellation);

    /// <summary>What belongs to one row goes into one write, with as many other rows as there is room for.</summary>
    private async Task LoadAsync(IEnumerable<IReadOnlyList<Update>> rows, Action<int> tell, CancellationToken cancellation)
    {
        List<Update> write = [];
        var rowsInWrite = 0;
        foreach (var row in rows)
        {
            if (write.Count + row.Count > MaximumUpdates)
            {
                await SendAsync();
            }

            write.AddRange(row);
            rowsInWrite++;
        }

        await SendAsync();

        async Task SendAsync()
        {
            if (rowsInWrite > 0)
            {
                await movies.WriteAsync(write, cancellation);
                tell(rowsInWrite);
            }

            write = [];
            rowsInWrite = 0;
        }
    }
}
