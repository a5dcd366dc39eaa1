namespace Oxbow.Client;

/// <summary>What a node answers at <c>/state</c>: how it stands, and whom it knows.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="State"><c>active</c>, <c>overloaded</c> or <c>offline</c>.</param>
/// <param name="Automatic">True while its load decides, false while a state set by hand stands.</param>
/// <param name="Databases">The databases that it hosts.</param>
/// <param name="Nodes">The nodes whose client addresses it knows, itself included.</param>
public sealed record NodeReport(
    string Name, string State, bool Automatic, IReadOnlyList<string> Databases, IReadOnlyList<NodeAddress> Nodes);
