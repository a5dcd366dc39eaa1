using System.Collections.Concurrent;

namespace Oxbow.Node.Transport;

/// <summary>Where the transports of one process find each other by name.</summary>
public sealed class InProcessNetwork
{
    private readonly ConcurrentDictionary<string, InProcessTransport> transports = new(StringComparer.Ordinal);

    /// <summary>Adds a node under a name that others dial.</summary>
    /// <exception cref="ArgumentException">The name is taken; dispose its transport first.</exception>
    public InProcessTransport CreateTransport(string address)
    {
        var transport = new InProcessTransport(this, address);
        return transports.TryAdd(address, transport)
            ? transport
            : throw new ArgumentException($"The address '{address}' is taken; dispose its transport first.", nameof(address));
    }

    internal InProcessTransport? Find(string address) => transports.GetValueOrDefault(address);

    internal void Remove(InProcessTransport transport) =>
        transports.TryRemove(KeyValuePair.Create(transport.LocalAddress, transport));
}
