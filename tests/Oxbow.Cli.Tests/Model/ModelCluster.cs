using Oxbow.Cli.Lab;

namespace Oxbow.Cli.Tests.Model;

/// <summary>
/// What the dialect says, as naively as it can be written: whole sets of writes instead of vectors, one counter
/// for all stamps, an exchange that is a union. With <paramref name="isEager"/> anti-entropy in the background
/// is infinitely fast, without it there is none; a script whose output differs between the two relies on luck.
/// </summary>
internal sealed class ModelCluster(bool isEager) : ILabCluster
{
    private readonly List<ModelServer> servers = [];
    private long lastStamp;

    public Task<ILabServer> StartServerAsync(
        string name, IReadOnlyList<ILabServer> peers, bool isPaused, CancellationToken cancellation)
    {
        Assert.Equal(servers.Count, peers.Count);
        var server = new ModelServer(this, name, startsAsPrimary: servers.Count is 0, isPaused);
        servers.Add(server);
        Gossip();
        return Task.FromResult<ILabServer>(server);
    }

    public ILabClient StartClient(string name) => new ModelClient();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal long NextStamp() => ++lastStamp;

    internal void Remove(ModelServer server) => Assert.True(servers.Remove(server));

    /// <summary>Everything that anti-entropy in the background could do by now.</summary>
    internal void Gossip()
    {
        if (isEager)
        {
            for (var round = 0; round < servers.Count; round++)
            {
                GossipOnce();
            }
        }
    }

    private void GossipOnce()
    {
        foreach (var one in servers)
        {
            foreach (var other in servers.Where(other => other != one && one.MayExchange(other)))
            {
                ModelServer.Exchange(one, other);
            }
        }
    }
}
