namespace Oxbow.Client;

/// <summary>How a client finds and chooses nodes. Immutable.</summary>
public sealed record OxbowClientOptions
{
    /// <summary>Client addresses of nodes, such as <c>http://127.0.0.1:4800</c>; the first ones are preferred. At least one.</summary>
    public required IReadOnlyList<Uri> Nodes { get; init; }

    /// <summary>
    /// True (default) to use nodes as well that the given ones know. False to use the given ones alone.
    /// </summary>
    public bool DiscoversNodes { get; init; } = true;

    /// <summary>How old knowledge of the nodes' states may be before it is asked for again, beside a request. Default: 2 s.</summary>
    public TimeSpan RefreshPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a node may take to tell its state before it counts as unreachable. Default: 1 s.</summary>
    public TimeSpan StateTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Checks every setting; gives all faults, one text each.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (Nodes.Count is 0)
        {
            faults.Add("Nodes is empty: give at least one address, like http://127.0.0.1:4800.");
        }

        foreach (var node in Nodes.Where(node => !NodeConnection.IsAddress(node)))
        {
            faults.Add($"'{node}' is no address of a node; give one like http://127.0.0.1:4800.");
        }

        foreach (var (name, value) in new[] { (nameof(RefreshPeriod), RefreshPeriod), (nameof(StateTimeout), StateTimeout) })
        {
            if (value < TimeSpan.FromMilliseconds(1) || value > TimeSpan.FromDays(1))
            {
                faults.Add($"{name} is {value}: choose one millisecond to one day.");
            }
        }

        return faults;
    }

    /// <exception cref="ArgumentException">The options have faults, all listed.</exception>
    internal void RequireValid()
    {
        if (Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(OxbowClientOptions));
        }
    }
}
