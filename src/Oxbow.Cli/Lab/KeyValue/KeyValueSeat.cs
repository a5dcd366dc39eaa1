using Oxbow.Cli.Lab.Scripts;

namespace Oxbow.Cli.Lab.KeyValue;

/// <summary>A client and the live servers that it has a connection to.</summary>
internal sealed class KeyValueSeat(ILabClient client)
{
    public ILabClient Client { get; } = client;

    /// <summary>In order of their ids: the first one is asked.</summary>
    public SortedSet<LabId> Servers { get; } = [];
}
