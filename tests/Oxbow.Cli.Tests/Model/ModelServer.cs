using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Tests.Model;

internal sealed class ModelServer(ModelCluster cluster, string name, bool isPrimary, bool isPaused) : ILabServer
{
    private readonly HashSet<string> _blocked = [];
    private List<ModelWrite> _committed = [];
    private List<ModelWrite> _tentative = [];
    private bool _isPrimary = isPrimary;
    private bool _isPaused = isPaused;
    private bool _hasEnded;

    public string Name => name;

    public IEnumerable<ModelWrite> Log => _committed.Concat(_tentative);

    public ModelWrite Accept(LabRequest request)
    {
        Assert.False(_hasEnded);
        var url = request.Operation is LabOperation.Put ? request.Url : null;
        var write = new ModelWrite(cluster.NextStamp(), request.Song, url);
        _tentative.Add(write);
        CommitIfPrimary();
        cluster.Gossip();
        return write;
    }

    public bool MayExchange(ModelServer other) =>
        !_isPaused && !other._isPaused && !_blocked.Contains(other.Name) && !other._blocked.Contains(Name);

    /// <summary>Afterwards both have the same writes and the same commits.</summary>
    public static void Exchange(ModelServer one, ModelServer other)
    {
        var writes = one.Log.Union(other.Log).ToList();
        var commits = one._committed.Count >= other._committed.Count ? one._committed : other._committed;
        var shorter = commits == one._committed ? other._committed : one._committed;
        Assert.Equal(commits.Take(shorter.Count), shorter);
        one.Take(writes, commits);
        other.Take(writes, commits);
        one.CommitIfPrimary();
        other.CommitIfPrimary();
        var final = one._isPrimary ? one._committed : other._committed;
        one.Take(writes, final);
        other.Take(writes, final);
    }

    public Task SetLinkAsync(ILabServer peer, bool isBlocked, CancellationToken cancellation)
    {
        Assert.True(isBlocked ? _blocked.Add(peer.Name) : _blocked.Remove(peer.Name));
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
        new LabStatus(_isPrimary, _committed.Count, _tentative.Count, string.Join(' ', Log.Select(write => write.Stamp))));

    public IAsyncEnumerable<LabLogLine> LogAsync(CancellationToken cancellation) =>
        _committed.Select(write => new LabLogLine(write.Song, write.Url, IsCommitted: true))
            .Concat(_tentative.Select(write => new LabLogLine(write.Song, write.Url, IsCommitted: false)))
            .ToAsyncEnumerable();

    public Task<bool> RetireAsync(ILabServer to, CancellationToken cancellation)
    {
        var heir = (ModelServer)to;
        Assert.DoesNotContain(heir.Name, _blocked);
        Exchange(this, heir);
        heir._isPrimary |= _isPrimary;
        heir.CommitIfPrimary();
        End();
        return Task.FromResult(true);
    }

    public Task EndAsync()
    {
        End();
        return Task.CompletedTask;
    }

    private void End()
    {
        _hasEnded = true;
        cluster.Remove(this);
        cluster.Gossip();
    }

    private Task SetPaused(bool paused)
    {
        Assert.NotEqual(paused, _isPaused);
        _isPaused = paused;
        cluster.Gossip();
        return Task.CompletedTask;
    }

    private void Take(List<ModelWrite> writes, List<ModelWrite> commits)
    {
        _committed = [.. commits];
        _tentative = [.. writes.Except(commits).OrderBy(write => write.Stamp)];
    }

    private void CommitIfPrimary()
    {
        if (_isPrimary)
        {
            _committed.AddRange(_tentative);
            _tentative.Clear();
        }
    }
}
