using System.Globalization;
using Microsoft.AspNetCore.Http;
using Oxbow.AspNetCore.Databases;
using Oxbow.AspNetCore.Hosting;
using Oxbow.AspNetCore.Http;
using Oxbow.AspNetCore.Problems;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node;
using Oxbow.Node.Databases;
using Oxbow.Node.Telemetry;

namespace Oxbow.AspNetCore.Changes;

/// <summary>
/// <c>/db/{database}/changes</c>: every committed write and those to come, as server-sent events whose id is the
/// commit number. The stream ends when the node stops or goes offline; a reader goes on elsewhere.
/// </summary>
internal sealed class ChangesResource(DatabaseDirectory databases, NodeHost node, INodeLifecycle lifecycle)
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    public async Task GetAsync(HttpContext context)
    {
        DatabaseHost database = databases.Find(context);
        CommitNumber after = ReadAfter(context.Request);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifecycle.Stopping, node.Serving);
        OxbowTelemetry.ChangeStreams.Add(1);
        try
        {
            await StreamAsync(context, database, after, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The node ends the stream in order.
        }
        finally
        {
            OxbowTelemetry.ChangeStreams.Add(-1);
        }
    }

    private static async Task StreamAsync(HttpContext context, DatabaseHost database, CommitNumber after, CancellationToken ending)
    {
        EventWriter events = new(context.Response);
        await events.BeginAsync(ending).ConfigureAwait(false);
        IAsyncEnumerator<LogEntryView> entries = ChangeFeed.ReadAsync(database, after, ending).GetAsyncEnumerator(ending);
        await using (entries.ConfigureAwait(false))
        {
            while (true)
            {
                Task<bool> next = entries.MoveNextAsync().AsTask();
                while (!next.IsCompleted)
                {
                    await events.FlushAsync(ending).ConfigureAwait(false);
                    await Task.WhenAny(next, Task.Delay(LongestSilence, ending)).ConfigureAwait(false);
                    events.WriteSignOfLife(unless: next.IsCompleted);
                }

                if (!await next.ConfigureAwait(false))
                {
                    return;
                }

                await events.WriteAsync(entries.Current, ending).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The query, or what a browser sends when it connects again.</summary>
    private static CommitNumber ReadAfter(HttpRequest request)
    {
        long asked = QueryReader.Number(request, "after", absent: 0, minimum: 0, long.MaxValue);
        if (!request.Headers.TryGetValue("Last-Event-ID", out var values))
        {
            return new(asked);
        }

        return long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long last)
            ? new(last)
            : throw ProblemException.Invalid("Last-Event-ID is the commit number of the last event.");
    }
}
