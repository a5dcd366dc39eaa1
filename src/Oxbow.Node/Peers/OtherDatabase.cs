using Oxbow.Node.Naming;

namespace Oxbow.Node.Peers;

/// <summary>
/// A database that a peer has instead of the one of the same name that is here: two were made where one was meant.
/// </summary>
/// <param name="Database">The name of both.</param>
/// <param name="Id">The one that the peer has.</param>
public sealed record OtherDatabase(string Database, PublicDatabaseId Id);
