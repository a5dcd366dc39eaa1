namespace Oxbow.Client;

/// <summary>
/// The nodes that can be turned to, and in which order: active ones, then overloaded ones, then those that did
/// not answer, then those that are offline, since knowledge can be out of date. States are asked for beside
/// requests, when they are old or a node was lost; nothing runs while nobody asks. Safe for concurrent use.
/// </summary>
public sealed class NodeSelector
{
    private readonly OxbowClientOptions options;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly List<Uri> nodes;
    private readonly Dictionary<Uri, (NodeCondition Condition, long ReportedAt)> conditions = [];
    private long moment;
    private Task? refresh;
    private long? refreshedAt;
    private bool hasLost;

    /// <summary>Knows the given nodes; nothing is asked yet.</summary>
    /// <param name="options">Which nodes, and how to learn more.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The options have faults, all listed.</exception>
    public NodeSelector(OxbowClientOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.RequireValid();
        this.options = options;
        this.time = time ?? TimeProvider.System;
        nodes = [.. options.Nodes.Select(NodeConnection.Root).Distinct()];
    }

    /// <summary>All known nodes with what is known of them, the given ones first.</summary>
    public IReadOnlyList<(Uri Node, NodeCondition Condition)> All
    {
        get
        {
            lock (gate)
            {
                return [.. nodes.Select(node => (node, ConditionOf(node)))];
            }
        }
    }

    /// <summary>
    /// Grows with every report. What a node answers is not newer than the moment at which it was asked.
    /// </summary>
    public long Moment
    {
        get
        {
            lock (gate)
            {
                return moment;
            }
        }
    }

    private bool IsAlone => nodes.Count is 1 && !options.DiscoversNodes;

    /// <summary>The nodes to try, one after another.</summary>
    /// <param name="preferred">The node to stay with as long as it serves, even overloaded; null for none.</param>
    /// <param name="cancellation">Gives up waiting for the states, which are waited for the first time only.</param>
    public async ValueTask<IReadOnlyList<Uri>> CandidatesAsync(Uri? preferred, CancellationToken cancellation)
    {
        await RefreshIfOld().WaitAsync(cancellation).ConfigureAwait(false);
        lock (gate)
        {
            var staying = preferred is not null && ConditionOf(preferred) <= NodeCondition.Overloaded
                ? preferred
                : null;
            return [.. nodes.OrderBy(node => node == staying ? -1 : (int)ConditionOf(node))];
        }
    }

    /// <summary>Takes note of what a request found out about a node.</summary>
    public void Report(Uri node, NodeCondition condition)
    {
        lock (gate)
        {
            hasLost |= condition is NodeCondition.Unreachable && ConditionOf(node) is not NodeCondition.Unreachable;
            conditions[node] = (condition, ++moment);
        }
    }

    /// <summary>
    /// Takes note that a node has answered: it can be reached, unless its loss was reported since it was asked.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="askedAt">The <see cref="Moment"/> before it was asked.</param>
    public void ReportAnswer(Uri node, long askedAt)
    {
        lock (gate)
        {
            if (ConditionOf(node) is NodeCondition.Unreachable)
            {
                Learn(node, NodeCondition.Active, askedAt);
            }
        }
    }

    /// <summary>Asks every node for its state now; those that are discovered meanwhile included.</summary>
    /// <param name="cancellation">Gives up.</param>
    public async Task RefreshAsync(CancellationToken cancellation = default)
    {
        var asked = new HashSet<Uri>();
        while (All.Select(known => known.Node).Where(asked.Add).ToList() is { Count: > 0 } unasked)
        {
            await Task.WhenAll(unasked.Select(node => AskAsync(node, cancellation))).ConfigureAwait(false);
        }

        lock (gate)
        {
            refreshedAt = time.GetTimestamp();
        }
    }

    /// <summary>
    /// Starts a refresh when the states are old, or a node was lost, which may be back elsewhere; gives what is worth
    /// waiting for: the very first one.
    /// </summary>
    private Task RefreshIfOld()
    {
        lock (gate)
        {
            if (IsAlone)
            {
                return Task.CompletedTask;
            }

            var isFirst = refreshedAt is null;
            var isRunning = refresh is { IsCompleted: false };
            if (!isRunning && (isFirst || hasLost || time.GetElapsedTime(refreshedAt!.Value) >= options.RefreshPeriod))
            {
                hasLost = false;
                refresh = RefreshAsync(CancellationToken.None);
            }

            return isFirst ? refresh! : Task.CompletedTask;
        }
    }

    private async Task AskAsync(Uri node, CancellationToken cancellation)
    {
        var askedAt = Moment;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timeout = new CancellationTokenSource(options.StateTimeout, time);
        using var onTimeout = timeout.Token.Register(patience.Cancel);
        try
        {
            var state = await new NodeConnection(node)
                .SendAsync(new NodeRequest(HttpMethod.Get, "/state"), ClientJson.Default.NodeReport, patience.Token)
                .ConfigureAwait(false);
            Learn(node, Parse(state.State), askedAt);
            Discover(state.Nodes);
        }
        catch (Exception error)
            when (error is OxbowException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            Learn(node, NodeCondition.Unreachable, askedAt);
        }
    }

    private void Learn(Uri node, NodeCondition condition, long askedAt)
    {
        lock (gate)
        {
            var reportedAt = conditions.GetValueOrDefault(node).ReportedAt;
            if (reportedAt <= askedAt)
            {
                conditions[node] = (condition, reportedAt);
            }
        }
    }

    private void Discover(IReadOnlyList<NodeAddress> found)
    {
        if (!options.DiscoversNodes)
        {
            return;
        }

        lock (gate)
        {
            foreach (var other in found)
            {
                if (Uri.TryCreate(other.Address, UriKind.Absolute, out var address)
                    && NodeConnection.IsAddress(address)
                    && !nodes.Contains(NodeConnection.Root(address)))
                {
                    nodes.Add(NodeConnection.Root(address));
                }
            }
        }
    }

    private NodeCondition ConditionOf(Uri node) => conditions.GetValueOrDefault(node).Condition;

    private static NodeCondition Parse(string state) => state switch
    {
        "overloaded" => NodeCondition.Overloaded,
        "offline" => NodeCondition.Offline,
        _ => NodeCondition.Active,
    };
}
