using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Oxbow.Client;

/// <summary>Follows the committed writes of a database, from one node to the next when a stream ends.</summary>
internal sealed class ChangeStream(NodePool nodes, string path)
{
    /// <summary>How many streams in a row may end without news before the feed gives up.</summary>
    private const int MostFruitless = 3;

    public async IAsyncEnumerable<LogEntry> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var fruitless = 0; fruitless < MostFruitless; fruitless++)
        {
            var request = new NodeRequest(HttpMethod.Get, path + new QueryText().Add("after", after)) { IsStream = true };
            using var answer = await nodes.SendAsync(request, session: null, cancellation).ConfigureAwait(false);
            await using var entries = EntriesOf(answer, cancellation).GetAsyncEnumerator(cancellation);
            while (await NextAsync(entries).ConfigureAwait(false) is { CommitNumber: { } number } entry)
            {
                fruitless = 0;
                after = number;
                yield return entry;
            }
        }

        throw new OxbowException(
            OxbowException.NodeUnreachable, $"The nodes end every stream of changes at once; go on after {after} later.");
    }

    private static async IAsyncEnumerable<LogEntry> EntriesOf(
        HttpResponseMessage answer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var body = await answer.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var events = SseParser.Create(body, (_, data) => JsonSerializer.Deserialize(data, ClientJson.Default.LogEntry)!);
        await foreach (var one in events.EnumerateAsync(cancellation).ConfigureAwait(false))
        {
            yield return one.Data;
        }
    }

    /// <summary>The next entry; null when the stream has ended, in order or not.</summary>
    private static async Task<LogEntry?> NextAsync(IAsyncEnumerator<LogEntry> entries)
    {
        try
        {
            return await entries.MoveNextAsync().ConfigureAwait(false) ? entries.Current : null;
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return null;
        }
    }
}
