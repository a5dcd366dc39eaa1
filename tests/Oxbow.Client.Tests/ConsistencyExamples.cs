using System.Text.Json;
using Oxbow.AspNetCore;

namespace Oxbow.Client.Tests;

/// <summary>The examples of <c>docs/consistency.md</c>, as they stand there: what they ask for is refused without waiting, and given with it.</summary>
public sealed class ConsistencyExamples : IAsyncLifetime
{
    private OxbowServer serverA = null!;
    private OxbowServer serverB = null!;
    private IOxbowDatabase a = null!;
    private IOxbowDatabase b = null!;

    public async ValueTask InitializeAsync()
    {
        serverA = await TestServer.StartAsync("a");
        serverB = await TestServer.StartAsync("b", serverA);
        (a, b) = (new OxbowClient(serverA.ClientAddress), new OxbowClient(serverB.ClientAddress));
    }

    public async ValueTask DisposeAsync()
    {
        await serverA.DisposeAsync();
        await serverB.DisposeAsync();
    }

    [Fact]
    public async Task Read_your_writes()
    {
        Update yellow = Document("songs", "yellow", 1);
        ClientSession session = new();
        await a.WriteAsync([yellow], session);
        await Assert.ThrowsAsync<SessionNotSatisfiedException>(() => b.GetAsync("songs", "yellow", session: session));
        StoredDocument? found = await b.GetAsync("songs", "yellow", session: session.WaitingUpTo(TimeSpan.FromSeconds(5)));
        Assert.Equal("1"u8, found!.Json.Span);
    }

    [Fact]
    public async Task Monotonic_reads()
    {
        await a.WriteAsync([Document("wall", "m1", 1), Document("wall", "m2", 2)]);
        ClientSession session = new();
        ScanPage first = await a.ScanAsync("wall", session: session);
        await Assert.ThrowsAsync<SessionNotSatisfiedException>(() => b.ScanAsync("wall", session: session));
        ScanPage second = await b.ScanAsync("wall", session: session.WaitingUpTo(TimeSpan.FromSeconds(5)));
        Assert.Equal((2, 2), (first.Documents.Count, second.Documents.Count));
    }

    [Fact]
    public async Task Writes_follow_reads()
    {
        await a.WriteAsync([Document("wall", "question", "Where is the tea?")]);
        Update answer = Document("wall", "answer", "In the tin.");
        ClientSession session = new();
        StoredDocument? question = await a.GetAsync("wall", "question", session: session);
        await Assert.ThrowsAsync<SessionNotSatisfiedException>(() => b.WriteAsync([answer], session));
        await b.WriteAsync([answer], session.WaitingUpTo(TimeSpan.FromSeconds(5)));
        Assert.NotNull(question);
        Assert.NotNull(await b.GetAsync("wall", "question"));
    }

    [Fact]
    public async Task Monotonic_writes()
    {
        Update versionOne = Document("c", "k", 1);
        Update versionTwo = Document("c", "k", 2);
        ClientSession session = new(SessionScope.Session, SessionGuarantees.MonotonicWrites);
        await a.WriteAsync([versionOne], session);
        await Assert.ThrowsAsync<SessionNotSatisfiedException>(() => b.WriteAsync([versionTwo], session));
        await b.WriteAsync([versionTwo], session.WaitingUpTo(TimeSpan.FromSeconds(5)));
        List<LogEntry> log = await b.LogAsync().Where(entry => entry.Kind == "update").ToListAsync();
        Assert.Equal([1, 2], log.Select(entry => Assert.Single(entry.Updates!).Put!.Value.GetInt32()));
    }

    [Fact]
    public void The_page_shows_what_runs_here()
    {
        string[] source = [.. Text("ConsistencyExamples.cs").Split('\n').Select(line => line.Trim())];
        string[] shown = [.. Text("consistency.md").Split("```csharp\n").Skip(1).SelectMany(block => block.Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries))];
        Assert.True(shown.Length >= 12, $"The page shows {shown.Length} lines only.");
        Assert.All(shown, line => Assert.Contains(line.Trim(), source));
    }

    private static Update Document<T>(string collection, string key, T value) =>
        Update.PutDocument(collection, key, JsonSerializer.SerializeToElement(value));

    private static string Text(string name)
    {
        using StreamReader reader = new(typeof(ConsistencyExamples).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
