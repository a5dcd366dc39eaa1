using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Node;
using Oxbow.Node.Databases;
using Oxbow.Node.Transport;

namespace Oxbow.Cli.Lab.InProcess;

/// <summary>A server in this process.</summary>
internal sealed class InProcessServer(NodeHost node, DatabaseHost database, InProcessTransport transport) : ILabServer
{
    public const string Database = "main";

    private const int LogPage = 10_000;

    private bool hasEnded;

    public string Name => node.Name;

    public NodeHost Node => node;

    public Task<Reply> AskAsync(ClientRequest request) => database.AskAsync(request);

    public RequestId NextRequest() => database.NextRequest();

    public Task SetLinkAsync(ILabServer peer, bool isBlocked, CancellationToken cancellation)
    {
        if (isBlocked)
        {
            return node.BlockAsync(peer.Name);
        }

        node.Unblock(peer.Name);
        return Task.CompletedTask;
    }

    public Task PauseAsync(CancellationToken cancellation) => node.PauseAsync();

    public Task ResumeAsync(CancellationToken cancellation)
    {
        node.Resume();
        return Task.CompletedTask;
    }

    public async Task<bool> ExchangeAsync(ILabServer peer, CancellationToken cancellation)
    {
        try
        {
            await node.ExchangeAsync(peer.Name, cancellation);
            return true;
        }
        catch (Exception error) when (error is NodeException or ExchangeFailedException)
        {
            return false;
        }
    }

    public async Task<LabStatus> StatusAsync(CancellationToken cancellation)
    {
        var status = ((StatusRead)await AskAsync(new ReadStatus(NextRequest(), WithDocumentsHash: true))).Status;
        return new(
            status.IsPrimary,
            status.CommitNumber.Value,
            status.TentativeCount,
            $"history {status.Hash}, documents {Convert.ToHexStringLower(status.DocumentsHash.Span)}, vector {status.Known}");
    }

    public async IAsyncEnumerable<LabLogLine> LogAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        long after = 0;
        LogRead page;
        do
        {
            page = (LogRead)await AskAsync(new ReadLog(NextRequest(), after, LogPage));
            foreach (var line in page.Entries.SelectMany(LinesOf))
            {
                yield return line;
            }

            after += page.Entries.Count;
        }
        while (page.HasMore);
    }

    public async Task<bool> RetireAsync(ILabServer to, CancellationToken cancellation)
    {
        try
        {
            await node.RetireAsync(to.Name, cancellation);
        }
        catch (NodeException)
        {
            return false;
        }

        await EndAsync();
        return true;
    }

    public async Task EndAsync()
    {
        if (!hasEnded)
        {
            hasEnded = true;
            await node.DisposeAsync();
            await transport.DisposeAsync();
        }
    }

    private static List<LabLogLine> LinesOf(LogEntryView entry)
    {
        List<LabLogLine> lines = [];
        foreach (var update in entry.Write.ReadUpdates())
        {
            if (update.Collection.Span.SequenceEqual(InProcessClient.Songs.Span))
            {
                var url = update.Kind is UpdateKind.Put ? JsonSerializer.Deserialize(update.Value.Span, LabJson.Default.String) : null;
                lines.Add(new(Encoding.UTF8.GetString(update.Key.Span), url, entry.CommitNumber.IsGiven));
            }
        }

        return lines;
    }
}
