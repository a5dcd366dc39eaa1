namespace Oxbow.Client;

/// <summary>
/// Oxbow's databases across the network, at whichever of several nodes serves best: active ones are preferred,
/// overloaded ones taken when no active one is left, and a session stays with its node until that is offline or
/// does not answer. Works while at least one node lives. Safe for concurrent use; keep one for each program.
/// </summary>
public sealed class OxbowCluster : IOxbow
{
    private readonly NodePool nodes;

    /// <summary>Prepares the client; nothing is sent yet.</summary>
    /// <param name="options">Which nodes, and how to learn more.</param>
    /// <exception cref="ArgumentException">The options have faults, all listed.</exception>
    public OxbowCluster(OxbowClientOptions options)
    {
        Nodes = new NodeSelector(options);
        nodes = new NodePool(Nodes);
    }

    /// <summary>Prepares a client of the given nodes and those that they know.</summary>
    /// <param name="nodes">Client addresses, such as <c>http://127.0.0.1:4800</c>.</param>
    /// <exception cref="ArgumentException">An address is none.</exception>
    public OxbowCluster(params IReadOnlyList<Uri> nodes)
        : this(new OxbowClientOptions { Nodes = nodes })
    {
    }

    /// <summary>The nodes, and what is known of them.</summary>
    public NodeSelector Nodes { get; }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> DatabasesAsync(CancellationToken cancellation = default)
    {
        var state = await nodes.SendAsync(
            new NodeRequest(HttpMethod.Get, "/state"), ClientJson.Default.NodeReport, session: null, cancellation).ConfigureAwait(false);
        return state.Databases;
    }

    /// <inheritdoc/>
    public IOxbowDatabase Database(string name = "main") => new OxbowClient(nodes, name);

    /// <summary>
    /// Nothing is to be ended: connections are the process's, and nobody asks nodes while no request is made.
    /// </summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
