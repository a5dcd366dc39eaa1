using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Tests.KeyValueModel;

/// <summary>
/// What the kv dialect says, as naively as it can be written: one counter for all versions, a store is a dictionary,
/// an exchange keeps the newer version of each key. With <paramref name="isEager"/> exchanges in the background are
/// infinitely fast, without it there are none; a script whose output differs between the two relies on luck.
/// </summary>
internal sealed class StoreModelCluster(bool isEager) : ILabCluster
{
    private readonly List<StoreModelServer> servers = [];
    private long lastVersion;

    public Task<ILabServer> StartServerAsync(
        string name, IReadOnlyList<ILabServer> peers, bool isPaused, CancellationToken cancellation)
    {
        Assert.Equal(servers, peers);
        Assert.False(isPaused);
        var server = new StoreModelServer(this, name);
        servers.Add(server);
        Gossip();
        return Task.FromResult<ILabServer>(server);
    }

    public ILabClient StartClient(string name) => new StoreModelClient();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal long NextVersion() => ++lastVersion;

    internal void Remove(StoreModelServer server) => Assert.True(servers.Remove(server));

    /// <summary>Everything that exchanges in the background could do by now.</summary>
    internal void Gossip()
    {
        for (var round = 0; isEager && round < servers.Count; round++)
        {
            foreach (var one in servers)
            {
                servers.FindAll(other => other != one && one.MayExchange(other)).ForEach(one.Exchange);
            }
        }
    }
}
