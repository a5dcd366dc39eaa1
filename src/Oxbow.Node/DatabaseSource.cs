using Oxbow.Node.Naming;

namespace Oxbow.Node;

/// <summary>
/// Where a database comes from that has no data here yet. A database is made only when somebody says so: a node whose
/// disk is gone, started again with the same settings, would else make a second, empty one of the same name.
/// </summary>
public sealed record DatabaseSource
{
    private DatabaseSource(bool isCreated, IReadOnlyList<string> joinAddresses)
    {
        IsCreated = isCreated;
        JoinAddresses = joinAddresses;
    }

    /// <summary>Its data has to be here.</summary>
    public static DatabaseSource Existing { get; } = new(isCreated: false, []);

    /// <summary>It is made new, and this node is its primary. Data that is here is opened all the same.</summary>
    public static DatabaseSource Create { get; } = new(isCreated: true, []);

    /// <summary>True when it is made new.</summary>
    public bool IsCreated { get; }

    /// <summary>Peer addresses to ask, in this order, for a replica id; empty when none is asked.</summary>
    public IReadOnlyList<string> JoinAddresses { get; }

    /// <summary>True when it is neither made nor joined: its data has to be here.</summary>
    public bool IsExisting => !IsCreated && JoinAddresses.Count == 0;

    /// <summary>
    /// Which database it has to be, whether its data is here or it is joined; null for any. None is made that has it:
    /// whoever makes a database draws its id.
    /// </summary>
    public PublicDatabaseId? DatabaseId { get; init; }

    /// <summary>
    /// Another node grants a replica of it, and exchanges bring what it holds. Not used for a database that is here.
    /// The addresses are asked first, then the peers that the node knows, again and again until one grants it.
    /// </summary>
    /// <param name="addresses">Peer addresses to ask, in this order; at least one.</param>
    public static DatabaseSource Join(IReadOnlyList<string> addresses) => new(isCreated: false, addresses);

    /// <summary>What the settings of a node say together.</summary>
    /// <param name="create">True to make it.</param>
    /// <param name="joinAddresses">Peer addresses to ask; not with <paramref name="create"/>.</param>
    /// <param name="peerAddresses">
    /// Where known peers are, which are asked as well; of no account with <paramref name="create"/>.
    /// </param>
    /// <param name="databaseId">Which database it has to be; null for any.</param>
    public static DatabaseSource Of(
        bool create,
        IReadOnlyList<string> joinAddresses,
        IEnumerable<string>? peerAddresses = null,
        PublicDatabaseId? databaseId = null)
    {
        ArgumentNullException.ThrowIfNull(joinAddresses);
        DatabaseSource source = create
            ? Create
            : Join([.. joinAddresses.Concat(peerAddresses ?? []).Distinct(StringComparer.Ordinal)]);
        return source with { DatabaseId = databaseId };
    }

    /// <summary>Why one source cannot serve several databases; null when it can.</summary>
    /// <param name="databaseId">Which database is meant; null for any.</param>
    /// <param name="databases">How many there are.</param>
    public static string? FindFault(PublicDatabaseId? databaseId, int databases) =>
        databaseId is not null && databases > 1
        ? "DatabaseId (--database-id) is that of one database: let a node of its own host the others."
        : null;
}
