namespace Oxbow.Client;

/// <summary>A database that waits at a node until a peer grants a replica of it.</summary>
/// <param name="Database">Its name.</param>
/// <param name="State"><c>joining</c>.</param>
/// <param name="Since">Since when it waits.</param>
/// <param name="Refusals">Why none of those that the node asks has granted one.</param>
public sealed record JoiningDatabase(
    string Database, string State, DateTimeOffset Since, IReadOnlyList<JoinRefusalStatus> Refusals);
