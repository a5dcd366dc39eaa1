namespace Oxbow.Node.Peers;

/// <summary>The other nodes this one knows, by name. Safe for use by several threads.</summary>
/// <remarks>
/// What an operator says counts for more than what a peer says of itself: links bear no proof of who dials, so a
/// dialer fills in or moves only an address that no operator gave.
/// </remarks>
public sealed class PeerTable
{
    /// <summary>
    /// Most peers remembered of those that only dialed; further ones are not learned. An operator may add more.
    /// </summary>
    public const int MaximumPeers = 10_000;

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Peer> peers = new(StringComparer.Ordinal);
    private readonly HashSet<string> givenByOperator = new(StringComparer.Ordinal);

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

    /// <summary>
    /// Takes note of where a peer can be dialed, for as long as nothing else is said here. A block on it stays.
    /// </summary>
    public void Learn(string name, string address)
    {
        lock (gate)
        {
            givenByOperator.Add(name);
            peers[name] = FindOrNew(name) with { Address = address };
        }
    }

    /// <summary>Takes note of where clients find a peer that is known; null changes nothing.</summary>
    public void LearnClientAddress(string name, string? address)
    {
        lock (gate)
        {
            if (address is not null && peers.TryGetValue(name, out Peer? peer))
            {
                peers[name] = peer with { ClientAddress = address };
            }
        }
    }

    /// <summary>True when nothing may pass between that peer and this node.</summary>
    public bool IsBlocked(string name) => Find(name) is { IsBlocked: true };

    /// <summary>How the link to that peer is made worse.</summary>
    public LinkShape ShapeOf(string name) => Find(name)?.Shape ?? LinkShape.None;

    /// <summary>Makes the link to a peer worse, open links included.</summary>
    /// <exception cref="ArgumentException">The shape has faults, all listed.</exception>
    public void SetShape(string name, LinkShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(shape));
        }

        lock (gate)
        {
            peers[name] = FindOrNew(name) with { Shape = shape };
        }
    }

    /// <summary>Takes note of what a peer said of itself when it dialed.</summary>
    internal void LearnFromPeer(string name, string address)
    {
        lock (gate)
        {
            if (!givenByOperator.Contains(name) && (peers.ContainsKey(name) || peers.Count < MaximumPeers))
            {
                peers[name] = FindOrNew(name) with { Address = address };
            }
        }
    }

    internal void SetBlocked(string name, bool blocked)
    {
        lock (gate)
        {
            peers[name] = FindOrNew(name) with { IsBlocked = blocked };
        }
    }

    private Peer FindOrNew(string name) => peers.GetValueOrDefault(name) ?? new(name, Address: null, IsBlocked: false);
}
