namespace Oxbow.Node.Peers;

/// <summary>The other nodes this one knows, by name. Safe for use by several threads.</summary>
public sealed class PeerBook
{
    /// <summary>Most peers remembered; further ones are not learned.</summary>
    public const int MaximumPeers = 10_000;

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Peer> peers = new(StringComparer.Ordinal);

    /// <summary>All peers, by name.</summary>
    public IReadOnlyList<Peer> All
    {
        get
        {
            lock (gate)
            {
                return [.. peers.Values];
            }
        }
    }

    /// <summary>The peer of a name, or null.</summary>
    public Peer? Find(string name)
    {
        lock (gate)
        {
            return peers.GetValueOrDefault(name);
        }
    }

    /// <summary>Takes note of where a peer can be dialed. A block on it stays.</summary>
    public void Learn(string name, string address) => Change(name, peer => peer with { Address = address });

    /// <summary>Takes note of where clients find a peer that is known; null changes nothing.</summary>
    public void LearnClientAddress(string name, string? address)
    {
        if (address is not null && Find(name) is not null)
        {
            Change(name, peer => peer with { ClientAddress = address });
        }
    }

    /// <summary>True when nothing may pass between that peer and this node.</summary>
    public bool IsBlocked(string name) => Find(name) is { IsBlocked: true };

    internal void SetBlocked(string name, bool blocked) => Change(name, peer => peer with { IsBlocked = blocked });

    private void Change(string name, Func<Peer, Peer> change)
    {
        lock (gate)
        {
            if (peers.TryGetValue(name, out Peer? peer) || peers.Count < MaximumPeers)
            {
                peers[name] = change(peer ?? new(name, Address: null, IsBlocked: false));
            }
        }
    }
}
