namespace Oxbow.Client.Tests;

/// <summary>What every way to reach Oxbow does, embedded or across the network, at one replica that is the primary.</summary>
public abstract class ApiContract : IAsyncLifetime
{
    private readonly CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));

    private IOxbow oxbow = null!;

    private CancellationToken Patience => patience.Token;

    private OxbowCollection<Song> Songs => oxbow.Database().Collection("songs", SongJson.Default.Song);

    public async ValueTask InitializeAsync() => oxbow = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await oxbow.DisposeAsync();
        patience.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_databases_are_named() => Assert.Equal(["main"], await oxbow.DatabasesAsync(Patience));

    [Fact]
    public async Task A_typed_document_is_written_read_and_removed()
    {
        Song song = new("Coldplay", 269);
        WriteReceipt put = await Songs.PutAsync("yellow", song, cancellation: Patience);
        Assert.Equal("applied", put.Accepted.Outcome);
        Document<Song>? found = await Songs.GetAsync("yellow", cancellation: Patience);
        Assert.Equal(new Document<Song>("yellow", song, WriteState.Committed), found);
        await Songs.DeleteAsync("yellow", cancellation: Patience);
        Assert.Null(await Songs.GetAsync("yellow", cancellation: Patience));
    }

    [Fact]
    public async Task A_scan_gives_all_documents_in_key_order_over_pages()
    {
        foreach (string key in (string[])["c", "a", "d", "b"])
        {
            await Songs.PutAsync(key, new(key, 1), cancellation: Patience);
        }

        List<string> keys = [];
        await foreach (Document<Song> song in Songs.ScanAsync(new() { From = "b", Limit = 1 }, cancellation: Patience))
        {
            Assert.Equal(song.Key, song.Value.Artist);
            keys.Add(song.Key);
        }

        Assert.Equal(["b", "c", "d"], keys);
    }

    [Fact]
    public async Task Several_updates_are_one_write()
    {
        await Songs.PutAsync("old", new("x", 1), cancellation: Patience);
        WriteReceipt receipt = await oxbow.Database().WriteAsync([Songs.Put("new", new("y", 2)), Update.DeleteDocument("songs", "old")], cancellation: Patience);
        LogEntry last = (await oxbow.Database().LogAsync(Patience).ToListAsync(Patience))[^1];
        Assert.Equal((receipt.Write, 2, true), (last.Write, last.Updates!.Count, last.Updates[1].IsDelete));
        Assert.Equal("y", last.Updates[0].Put!.Value.GetProperty("artist").GetString());
        Assert.Null(await Songs.GetAsync("old", cancellation: Patience));
    }

    [Fact]
    public async Task A_receipt_tells_when_its_write_is_committed()
    {
        WriteReceipt receipt = await Songs.PutAsync("yellow", new("Coldplay", 269), cancellation: Patience);
        WriteResult committed = await receipt.CommittedAsync(Patience);
        Assert.Equal((receipt.Write, WriteState.Committed, 1L), (committed.Write, committed.State, committed.CommitNumber));
        Assert.Equal(committed, await oxbow.Database().FateAsync(receipt.Write, cancellation: Patience));
    }

    [Fact]
    public async Task Changes_come_in_commit_order_and_are_resumed_by_number()
    {
        for (int number = 1; number <= 3; number++)
        {
            await Songs.PutAsync($"{number}", new("x", number), cancellation: Patience);
        }

        await using IAsyncEnumerator<LogEntry> changes = oxbow.Database().ChangesAsync(after: 1, Patience).GetAsyncEnumerator(Patience);
        Assert.Equal((2L, "2"), await NextAsync(changes));
        Assert.Equal((3L, "3"), await NextAsync(changes));
        Task<(long, string)> next = NextAsync(changes);
        await Songs.PutAsync("4", new("x", 4), cancellation: Patience);
        Assert.Equal((4L, "4"), await next);
    }

    [Fact]
    public async Task A_session_goes_on_from_its_token()
    {
        ClientSession session = new();
        await Songs.PutAsync("yellow", new("Coldplay", 269), session, Patience);
        ClientSession resumed = new(session.Token);
        Assert.NotNull(await Songs.GetAsync("yellow", session: resumed, cancellation: Patience));
        ClientSession narrow = new(SessionScope.Key, SessionGuarantees.ReadYourWrites);
        Assert.NotNull(await Songs.GetAsync("yellow", session: narrow, cancellation: Patience));
        Assert.NotNull(narrow.Token);
        Assert.NotEqual(session.Token, narrow.Token);
    }

    [Fact]
    public async Task Refusals_have_the_same_codes()
    {
        Assert.Equal("invalid", await CodeOfAsync(() => oxbow.Database().GetAsync("no such name!", "k", cancellation: Patience)));
        Assert.Equal("invalid", await CodeOfAsync(() => oxbow.Database().FateAsync("nonsense", cancellation: Patience)));
        Assert.Equal("invalid", await CodeOfAsync(() => oxbow.Database().ScanAsync("songs", new() { Limit = 0 }, cancellation: Patience)));
        Assert.Equal("database_not_found", await CodeOfAsync(() => oxbow.Database("other").StatusAsync(Patience)));
        Assert.Equal("session_token_invalid", await CodeOfAsync(() => Songs.GetAsync("k", session: new("nonsense"), cancellation: Patience)));
    }

    [Fact]
    public async Task The_status_names_the_primary()
    {
        ReplicaStatus status = await oxbow.Database().StatusAsync(Patience);
        Assert.Equal(("main", "base", "active", true), (status.Database, status.Replica, status.State, status.Primary));
    }

    [Fact]
    public async Task Waiting_is_given_up_when_told()
    {
        using CancellationTokenSource cancelled = new();
        ValueTask<bool> next = oxbow.Database().ChangesAsync(cancellation: cancelled.Token).GetAsyncEnumerator(cancelled.Token).MoveNextAsync();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(next.AsTask);
    }

    /// <summary>Opens a new database <c>main</c> at a replica that is its primary.</summary>
    protected abstract Task<IOxbow> OpenAsync();

    private static async Task<(long, string)> NextAsync(IAsyncEnumerator<LogEntry> changes)
    {
        Assert.True(await changes.MoveNextAsync());
        return (changes.Current.CommitNumber!.Value, changes.Current.Updates![0].Key);
    }

    private static async Task<string> CodeOfAsync(Func<Task> refused) => (await Assert.ThrowsAsync<OxbowException>(refused)).Code;
}
