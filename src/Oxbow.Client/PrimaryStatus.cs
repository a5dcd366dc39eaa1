namespace Oxbow.Client;

/// <summary>Who commits in a database, as one node knows.</summary>
/// <param name="Database">The database.</param>
/// <param name="Primary">The id of the replica that commits; <c>nobody</c> in a database that was made without a primary.</param>
/// <param name="Replica">The id of the node's own replica.</param>
/// <param name="IsHere">True when they are the same.</param>
/// <param name="Epoch">How often an operator has taken over from a lost primary, in the line of commits that counts.</param>
/// <param name="CommitNumber">The largest commit number that the node knows.</param>
/// <param name="Tentative">How many writes of the node are not committed.</param>
public sealed record PrimaryStatus(
    string Database,
    string Primary,
    string Replica,
    bool IsHere,
    long Epoch,
    long CommitNumber,
    long Tentative);
