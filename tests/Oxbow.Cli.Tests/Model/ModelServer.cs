using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Tests.Model;

internal sealed class ModelServer(ModelCluster cluster, string name, bool startsAsPrimary, bool startsPaused) : ILabServer
{
    private readonly HashSet<string> blocked = [];
    private List<ModelWrite> committed = [];
    private List<ModelWrite> tentative = [];
    private bool isPrimary = startsAsPrimary;
    private bool isPaused = startsPaused;
    private bool hasEnded;

    public string Name => name;

    public IEnumerable<ModelWrite> Log => committed.Concat(tentative);

    public ModelWrite Accept(LabRequest request)
    {
        Assert.False(hasEnded);
        var url = request.Operation is LabOperation.Put ? request.Value : null;
        var write = new ModelWrite(cluster.NextStamp(), request.Key, url);
        tentative.Add(write);
        CommitIfPrimary();
        cluster.Gossip();
        return write;
    }

    public bool MayExchange(ModelServer other) =>
        !isPaused && !other.isPaused && !blocked.Contains(other.Name) && !other.blocked.Contains(Name);

    /// <summary>Afterwards both have the same writes and the same commits.</summary>
    public static void Exchange(ModelServer one, ModelServer other)
    {
        var writes = one.Log.Union(other.Log).ToList();
        var commits = one.committed.Count >= other.committed.Count ? one.committed : other.committed;
        var shorter = commits == one.committed ? other.committed : one.committed;
        Assert.Equal(commits.Take(shorter.Count), shorter);
        one.Take(writes, commits);
        other.Take(writes, commits);
        one.CommitIfPrimary();
        other.CommitIfPrimary();
        var final = one.isPrimary ? one.committed : other.committed;
        one.Take(writes, final);
        other.Take(writes, final);
    }

    public Task SetLinkAsync(ILabServer peer, bool isBlocked, CancellationToken cancellation)
    {
        Assert.True(isBlocked ? blocked.Add(peer.Name) : blocked.Remove(peer.Name));
        cluster.Gossip();
        return Task.CompletedTask;
    }

    public Task PauseAsync(CancellationToken cancellation) => SetPaused(true);

    public Task ResumeAsync(CancellationToken cancellation) => SetPaused(false);

    public Task<bool> ExchangeAsync(ILabServer peer, CancellationToken cancellation)
    {
        var other = (ModelServer)peer;
        Assert.True(MayExchange(other));
        Exchange(this, other);
        return Task.FromResult(true);
    }

    public Task<LabStatus> StatusAsync(CancellationToken cancellation) => Task.FromResult(
        new LabStatus(isPrimary, committed.Count, tentative.Count, string.Join(' ', Log.Select(write => write.Stamp))));

    public IAsyncEnumerable<LabLogLine> LogAsync(CancellationToken cancellation) =>
        committed.Select(write => new LabLogLine(write.Song, write.Url, IsCommitted: true))
            .Concat(tentative.Select(write => new LabLogLine(write.Song, write.Url, IsCommitted: false)))
            .ToAsyncEnumerable();

    public Task<bool> RetireAsync(ILabServer to, CancellationToken cancellation)
    {
        var heir = (ModelServer)to;
        Assert.DoesNotContain(heir.Name, blocked);
        Exchange(this, heir);
        heir.isPrimary |= isPrimary;
        heir.CommitIfPrimary();
        End();
        return Task.FromResult(true);
    }

    public Task EndAsync()
    {
        End();
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<LabDocument> StoreAsync(CancellationToken cancellation) =>
        throw new NotSupportedException("The dialect prints logs.");

    public Task KillAsync() => throw new NotSupportedException("In the dialect servers retire.");

    private void End()
    {
        hasEnded = true;
        cluster.Remove(this);
        cluster.Gossip();
    }

    private Task SetPaused(bool paused)
    {
        Assert.NotEqual(paused, isPaused);
        isPaused = paused;
        cluster.Gossip();
        return Task.CompletedTask;
    }

    private void Take(List<ModelWrite> writes, List<ModelWrite> commits)
    {
        committed = [.. commits];
        tentative = [.. writes.Except(commits).OrderBy(write => write.Stamp)];
    }

    private void CommitIfPrimary()
    {
        if (isPrimary)
        {
            committed.AddRange(tentative);
            tentative.Clear();
        }
    }
}
