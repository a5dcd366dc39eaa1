namespace Oxbow.Client;

/// <summary>Where clients find a node.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Address">Its client address, such as <c>http://127.0.0.1:4800</c>.</param>
public sealed record NodeAddress(string Name, string Address);
