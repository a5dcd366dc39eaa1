using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Oxbow.Cli.Lab.Sessions;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.State;
using Oxbow.Core.Writes;
using Oxbow.Node;
using Oxbow.Node.Databases;
using Oxbow.Node.Errors;
using Oxbow.Node.Transport;

namespace Oxbow.Cli.Lab.InProcess;

/// <summary>A server that is a node of this process.</summary>
internal sealed class InProcessServer(NodeHost node, DatabaseHost database, InProcessTransport transport) : ILabServer
{
    private const int LogPageEntries = 1_000;
    private const int StorePageDocuments = 1_000;

    private bool hasEnded;

    public string Name => node.Name;

    public DatabaseId Database => database.DatabaseId;

    /// <summary>A request id that was never used before.</summary>
    public RequestId NextRequest() => database.NextRequest();

    /// <summary>Asks the server's replica.</summary>
    /// <exception cref="LabFailureException">The replica has stopped; the message says why.</exception>
    public async Task<Reply> AskAsync(ClientRequest request)
    {
        try
        {
            return await database.AskAsync(request);
        }
        catch (OverloadedException refusal)
        {
            // One request at a time cannot overload it: it has stopped.
            await database.Stopped.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new LabFailureException($"{Name}: {database.Stopped.Exception?.InnerException ?? refusal}", refusal);
        }
    }

    /// <summary>Makes a newcomer known; in one process its name is its address.</summary>
    public void Meet(string newcomer) => node.Peers.Learn(newcomer, newcomer);

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
        StatusRead answer = await AskAsync<StatusRead>(new ReadStatus(NextRequest(), WithDocumentsHash: true));
        ReplicaStatus status = answer.Status;
        string vector = string.Join(',', status.Known.Entries.Select(entry => $"{entry.Replica}={entry.Stamp}"));
        return new LabStatus(
            status.IsPrimary,
            status.CommitNumber.Value,
            status.TentativeCount,
            $"history {status.Hash}, documents {Convert.ToHexString(status.DocumentsHash.Span)}, vector {vector}");
    }

    public async IAsyncEnumerable<LabLogLine> LogAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        long after = 0;
        LogRead page;
        do
        {
            page = await AskAsync<LogRead>(new ReadLog(NextRequest(), after, LogPageEntries));
            foreach (LabLogLine line in page.Entries.SelectMany(Lines))
            {
                yield return line;
            }

            after += page.Entries.Count;
        }
        while (page.HasMore);
    }

    public async IAsyncEnumerable<LabDocument> StoreAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> after = default;
        DocumentsRead page;
        do
        {
            KeyRange range = new(Prefix: default, From: default, To: default, after, StorePageDocuments);
            page = await AskAsync<DocumentsRead>(
                new ScanDocuments(NextRequest(), LabSession.CollectionBytes.ToArray(), range, ReadView.Latest, Session: null));
            foreach (DocumentView document in page.Documents)
            {
                yield return new LabDocument(Encoding.UTF8.GetString(document.Key.Span), Text(document.Value.Span));
                after = document.Key;
            }
        }
        while (page.HasMore);
    }

    public async Task<bool> RetireAsync(ILabServer to, CancellationToken cancellation)
    {
        try
        {
            await node.RetireAsync(to.Name, cancellation);
        }
        catch (NodeException error) when (error.Code is NodeRefusalCodes.NoPeerReachable)
        {
            return false;
        }

        await EndAsync();
        return true;
    }

    public async Task EndAsync()
    {
        if (hasEnded)
        {
            return;
        }

        hasEnded = true;
        await node.DisposeAsync();
        await transport.DisposeAsync();
    }

    public Task KillAsync() => EndAsync();

    private async Task<T> AskAsync<T>(ClientRequest request)
        where T : Reply =>
        await AskAsync(request) as T
        ?? throw new LabFailureException($"{Name} gave an unexpected answer to {request.GetType().Name}.");

    private static List<LabLogLine> Lines(LogEntryView entry)
    {
        List<LabLogLine> lines = [];
        foreach (Update update in entry.Write.ReadUpdates())
        {
            if (update.Collection.Span.SequenceEqual(LabSession.CollectionBytes))
            {
                string? url = update.Kind is UpdateKind.Put ? Text(update.Value.Span) : null;
                lines.Add(new LabLogLine(Encoding.UTF8.GetString(update.Key.Span), url, entry.CommitNumber.IsGiven));
            }
        }

        return lines;
    }

    private static string Text(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, LabJson.Default.String)!;
}
