namespace Oxbow.Node.States;

/// <summary>What clients and gateways may expect of a node.</summary>
public enum NodeState
{
    /// <summary>It serves, and has room for more.</summary>
    Active,

    /// <summary>It serves, but is slow or short of space: whoever can turn to another node does.</summary>
    Overloaded,

    /// <summary>It serves no clients and exchanges with no node; its data stays. Set by an operator alone.</summary>
    Offline,
}
