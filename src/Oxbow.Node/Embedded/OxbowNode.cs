using Oxbow.Client;
using Oxbow.Node.Errors;
using Oxbow.Node.Transport;

namespace Oxbow.Node.Embedded;

/// <summary>
/// Oxbow in the caller's process: a node with its replicas, used through the same interfaces as nodes across the
/// network. Disposing it stops the replicas and releases the data.
/// </summary>
public sealed class OxbowNode : IOxbow
{
    private readonly ITransport? ownTransport;

    private readonly bool isOwner;

    private OxbowNode(NodeHost host, ITransport? ownTransport, bool isOwner)
    {
        Host = host;
        this.ownTransport = ownTransport;
        this.isOwner = isOwner;
    }

    /// <summary>The node itself: its peers, links, state and retirement.</summary>
    public NodeHost Host { get; }

    /// <summary>Opens a node; when this has returned its databases are recovered, joined or created. Joining waits
    /// until a peer grants a replica, for as long as <see cref="Links.LinkPolicyOptions.JoinPatience"/> says.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="cancellation">Gives up joining.</param>
    /// <exception cref="ArgumentException">The options have faults, all listed.</exception>
    /// <exception cref="NodeException">
    /// There is no data and none is to be made or joined; nobody granted a replica in the time that there is; or a
    /// database is another one than said.
    /// </exception>
    /// <exception cref="Storage.FolderInUseException">Another process has the data.</exception>
    /// <exception cref="Storage.JournalDamagedException">The journal is damaged.</exception>
    public static async Task<OxbowNode> OpenAsync(OxbowNodeOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Create && options.JoinAddresses.Count > 0)
        {
            throw new ArgumentException("Create makes new databases, JoinAddresses joins those that others have: say one of the two.", nameof(options));
        }

        if (DatabaseSource.FindFault(options.DatabaseId, options.Databases.Count) is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        ITransport? own = options.Transport is null ? new InProcessNetwork().CreateTransport(options.Node.Name) : null;
        OxbowNode node = new(new(options.Node, options.Transport ?? own!, options.Time, options.Logger), own, isOwner: true);
        try
        {
            foreach ((string name, string address) in options.Peers)
            {
                node.Host.Peers.Learn(name, address);
            }

            node.Host.Listen();
            DatabaseSource source = DatabaseSource.Of(
                options.Create, options.JoinAddresses, options.Peers.Values, options.DatabaseId);
            await node.Host.OpenAllAsync(options.Databases, source, cancellation).ConfigureAwait(false);
            return node;
        }
        catch
        {
            await node.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The databases of a node that somebody else opened and will end, such as a web application.</summary>
    /// <param name="host">The node.</param>
    public static OxbowNode Of(NodeHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new(host, ownTransport: null, isOwner: false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> DatabasesAsync(CancellationToken cancellation = default)
    {
        IReadOnlyList<string> names = [.. Host.Databases.Select(database => database.Name)];
        return Task.FromResult(names);
    }

    /// <inheritdoc/>
    public IOxbowDatabase Database(string name = "main") => new EmbeddedDatabase(name, () => HostedReplica.Find(Host, name));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!isOwner)
        {
            return;
        }

        await Host.DisposeAsync().ConfigureAwait(false);
        if (ownTransport is not null)
        {
            await ownTransport.DisposeAsync().ConfigureAwait(false);
        }
    }
}
