using Oxbow.Node.Errors;
using Oxbow.Node.States;

namespace Oxbow.Node;

/// <content>Whether the node serves, and how well.</content>
public sealed partial class NodeHost
{
    private readonly NodeStateMonitor state;

    /// <summary>The state now: the one set by hand, or else the one that the load makes.</summary>
    public NodeState State => state.State;

    /// <summary>
    /// True while the load decides between active and overloaded, false while a state set by hand stands.
    /// </summary>
    public bool IsStateAutomatic => state.IsAutomatic;

    /// <summary>Cancelled when the node goes offline or stops: what waits on behalf of a client ends then.</summary>
    public CancellationToken Serving => state.Serving;

    /// <summary>
    /// Sets the state until the node ends. A node that is offline serves no clients and exchanges with nobody,
    /// but keeps its data; when this has returned, nothing passes any more.
    /// </summary>
    /// <param name="wanted">The state; null leaves it to the load.</param>
    public Task SetStateAsync(NodeState? wanted)
    {
        bool offline = wanted == NodeState.Offline;
        Task cut = gate.SetOfflineAsync(offline);
        state.Set(wanted);
        return offline ? Task.WhenAll(cut, CutAsync(_ => true)) : cut;
    }

    /// <summary>For whoever serves a client.</summary>
    /// <exception cref="NodeException">The node is offline.</exception>
    public void RequireServing()
    {
        if (State == NodeState.Offline)
        {
            throw new NodeException(NodeRefusalCodes.Offline, $"Node {Name} is offline: turn to another node, or set its state to active or auto.");
        }
    }
}
