using System.Runtime.CompilerServices;
using Oxbow.Cli.Lab.Sessions;
using Oxbow.Client;

namespace Oxbow.Cli.Lab.Processes;

/// <summary>A server in a process of its own, run through its administration interface.</summary>
internal sealed class ProcessServer : ILabServer
{
    private readonly ChildProcess child;
    private readonly OxbowAdmin admin;
    private readonly OxbowClient client;

    public ProcessServer(ChildProcess child, Uri clientAddress, string peerAddress, string database)
    {
        this.child = child;
        ClientAddress = clientAddress;
        PeerAddress = peerAddress;
        admin = new OxbowAdmin(clientAddress);
        client = new OxbowClient(clientAddress, database);
    }

    public string Name => child.Name;

    public Uri ClientAddress { get; }

    public string PeerAddress { get; }

    public Task MeetAsync(ProcessServer newcomer, CancellationToken cancellation) =>
        TryAsync(() => admin.SetPeerAsync(newcomer.Name, newcomer.PeerAddress, cancellation));

    public Task SetLinkAsync(ILabServer peer, bool isBlocked, CancellationToken cancellation) =>
        TryAsync(() => admin.SetLinkAsync(peer.Name, isBlocked, cancellation));

    public Task PauseAsync(CancellationToken cancellation) => TryAsync(() => admin.PauseAsync(cancellation));

    public Task ResumeAsync(CancellationToken cancellation) => TryAsync(() => admin.ResumeAsync(cancellation));

    public Task<bool> ExchangeAsync(ILabServer peer, CancellationToken cancellation) =>
        TryAsync(async () =>
        {
            try
            {
                await admin.ExchangeAsync(peer.Name, cancellation);
                return true;
            }
            catch (OxbowException error) when (error.Status is not null)
            {
                return false;
            }
        });

    public Task<LabStatus> StatusAsync(CancellationToken cancellation) =>
        TryAsync(async () =>
        {
            var status = await client.StatusAsync(cancellation);
            var vector = status.Vector
                .Select(entry => $"{entry.Replica}={entry.Stamp}")
                .Order(StringComparer.Ordinal);
            return new LabStatus(
                status.Primary,
                status.CommitNumber,
                status.Tentative,
                $"history {status.Hash}, documents {status.StateHash}, vector {string.Join(',', vector)}");
        });

    public async IAsyncEnumerable<LabLogLine> LogAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        long? after = null;
        do
        {
            var page = await TryAsync(() => client.LogPageAsync(after, limit: null, cancellation));
            foreach (var entry in page.Entries.Where(entry => entry.Kind is "update"))
            {
                foreach (var update in (entry.Updates ?? []).Where(update => update.Collection is LabSession.Collection))
                {
                    var url = update.IsDelete ? null : update.Put?.GetString();
                    yield return new LabLogLine(update.Key, url, entry.State is WriteState.Committed);
                }
            }

            after = page.Next;
        }
        while (after is not null);
    }

    public async IAsyncEnumerable<LabDocument> StoreAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        do
        {
            var page = await TryAsync(() => client.ScanAsync(
                LabSession.Collection, new ScanRange { After = after }, cancellation: cancellation));
            foreach (var document in page.Documents)
            {
                yield return new LabDocument(document.Key, document.Value.GetString()!);
            }

            after = page.Next;
        }
        while (after is not null);
    }

    public async Task<bool> RetireAsync(ILabServer to, CancellationToken cancellation)
    {
        var isTold = await TryAsync(async () =>
        {
            try
            {
                await admin.RetireAsync(to.Name, cancellation);
                return true;
            }
            catch (OxbowException error) when (error.Code is "no_peer_reachable")
            {
                return false;
            }
        });
        if (isTold)
        {
            await child.AwaitEndAsync();
        }

        return isTold;
    }

    public Task EndAsync() => child.EndAsync();

    public Task KillAsync() => child.KillAsync();

    /// <summary>Why there was no answer: if the process has ended, it says so better than a broken connection.</summary>
    public async Task<LabFailureException> NoAnswerAsync(string message) =>
        await child.EndsSoonAsync() ? await child.DiedAsync() : new LabFailureException($"{Name}: {message}");

    private Task TryAsync(Func<Task> request) =>
        TryAsync(async () =>
        {
            await request();
            return true;
        });

    private async Task<T> TryAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (OxbowException error) when (error.Code is OxbowException.NodeUnreachable)
        {
            throw await NoAnswerAsync(error.Message);
        }
        catch (OxbowException error)
        {
            throw new LabFailureException($"{Name}: {error.Message} ({error.Code})", error);
        }
    }
}
