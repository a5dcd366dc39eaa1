namespace Oxbow.Client;

/// <summary>Another database that a peer has under the name of one that the node has.</summary>
/// <param name="Database">The name of both.</param>
/// <param name="DatabaseId">The public id of the one that the peer has.</param>
public sealed record OtherDatabaseStatus(string Database, string DatabaseId);
