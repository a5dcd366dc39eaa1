using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Tests.KeyValueModel;

internal sealed class StoreModelServer(StoreModelCluster cluster, string name) : ILabServer
{
    private readonly HashSet<string> blocked = [];
    private readonly SortedDictionary<string, (long Version, string Value)> store = new(StringComparer.Ordinal);
    private bool hasEnded;

    public string Name => name;

    public (long Version, string Value)? Find(string key) => store.TryGetValue(key, out var found) ? found : null;

    public long Accept(string key, string value)
    {
        Assert.False(hasEnded);
        var version = cluster.NextVersion();
        store[key] = (version, value);
        cluster.Gossip();
        return version;
    }

    public bool MayExchange(StoreModelServer other) => !blocked.Contains(other.Name) && !other.blocked.Contains(Name);

    public void Exchange(StoreModelServer other)
    {
        other.Take(store);
        Take(other.store);
    }

    public Task SetLinkAsync(ILabServer peer, bool isBlocked, CancellationToken cancellation)
    {
        Assert.True(isBlocked ? blocked.Add(peer.Name) : blocked.Remove(peer.Name));
        cluster.Gossip();
        return Task.CompletedTask;
    }

    public Task<bool> ExchangeAsync(ILabServer peer, CancellationToken cancellation)
    {
        var other = (StoreModelServer)peer;
        Assert.True(MayExchange(other) && !hasEnded && !other.hasEnded);
        Exchange(other);
        return Task.FromResult(true);
    }

    public Task<LabStatus> StatusAsync(CancellationToken cancellation) =>
        Task.FromResult(new LabStatus(IsPrimary: false, Commits: 0, store.Count, string.Join(' ', store)));

    public IAsyncEnumerable<LabDocument> StoreAsync(CancellationToken cancellation) =>
        store.Select(pair => new LabDocument(pair.Key, pair.Value.Value)).ToAsyncEnumerable();

    public Task KillAsync()
    {
        hasEnded = true;
        cluster.Remove(this);
        return Task.CompletedTask;
    }

    public Task EndAsync() => throw Stranger();

    public Task PauseAsync(CancellationToken cancellation) => throw Stranger();

    public Task ResumeAsync(CancellationToken cancellation) => throw Stranger();

    public IAsyncEnumerable<LabLogLine> LogAsync(CancellationToken cancellation) => throw Stranger();

    public Task<bool> RetireAsync(ILabServer to, CancellationToken cancellation) => throw Stranger();

    private static NotSupportedException Stranger() => new("The dialect has no such thing.");

    private void Take(SortedDictionary<string, (long Version, string Value)> others)
    {
        foreach (var (key, other) in others)
        {
            if (!store.TryGetValue(key, out var own) || own.Version < other.Version)
            {
                store[key] = other;
            }
        }
    }
}
