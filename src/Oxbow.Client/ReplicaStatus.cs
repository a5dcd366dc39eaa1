namespace Oxbow.Client;

/// <summary>What one replica of a database says of itself.</summary>
/// <param name="Database">The database.</param>
/// <param name="Replica">The replica's id.</param>
/// <param name="State"><c>active</c>, <c>retiring</c>, <c>retired</c> or <c>quarantined</c>.</param>
/// <param name="Primary">True at the one replica that commits.</param>
/// <param name="CommitNumber">The largest commit number that it knows; 0 for none.</param>
/// <param name="Tentative">How many tentative writes it has.</param>
/// <param name="Writes">How many writes it has, with those of the protocol.</param>
/// <param name="Hash">
/// Chained hash of the committed writes up to <see cref="ExecutedNumber"/>: equal hash, equal history.
/// </param>
/// <param name="StateHash">Hash of all documents in the latest view.</param>
/// <param name="Vector">Its version vector.</param>
public sealed record ReplicaStatus(
    string Database,
    string Replica,
    string State,
    bool Primary,
    long CommitNumber,
    long Tentative,
    long Writes,
    string? Hash,
    string? StateHash,
    IReadOnlyList<ReplicaStamp> Vector)
{
    /// <summary>
    /// Which database it is, the same at all its replicas: what <c>--database-id</c> and <c>DatabaseId</c> take.
    /// </summary>
    public string? DatabaseId { get; init; }

    /// <summary>How many writes came by direct mail and wait for what they depend on.</summary>
    public long HeldBack { get; init; }

    /// <summary>
    /// Writes that peers hold and that wait, because their stamps lie too far ahead of the clock here.
    /// </summary>
    public long AheadOfClock { get; init; }

    /// <summary>How often an operator has taken over from a lost primary.</summary>
    public long Epoch { get; init; }

    /// <summary>True for a primary whose journal was cut at its start: it commits once a peer has greeted it.</summary>
    public bool CommitsSuspended { get; init; }

    /// <summary>The id of the replica that commits, as far as this one has executed.</summary>
    public string? PrimaryReplica { get; init; }

    /// <summary>The name of its node; null when it has not told one.</summary>
    public string? PrimaryNode { get; init; }

    /// <summary>
    /// The last commit that reads show: smaller than <see cref="CommitNumber"/> only below the format level.
    /// </summary>
    public long ExecutedNumber { get; init; } = CommitNumber;

    /// <summary>The format level of the database.</summary>
    public int Level { get; init; } = 1;

    /// <summary>The highest format level that the replica's software executes.</summary>
    public int SupportedLevel { get; init; } = 1;

    /// <summary>
    /// True when the software is below the format level: the replica stores and forwards writes, shows documents as of
    /// <see cref="ExecutedNumber"/> and takes no writes until its node is upgraded.
    /// </summary>
    public bool BelowLevel { get; init; }

    /// <summary>The replicas that have not retired.</summary>
    public IReadOnlyList<KnownReplica> Replicas { get; init; } = [];
}
