namespace Oxbow.Node;

/// <summary>
/// Where a database comes from that has no data here yet. A database is made only when somebody says so: a node whose disk is
/// gone, started again with the same settings, would else make a second, empty one of the same name.
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

    /// <summary>Another node grants a replica of it, and exchanges bring what it holds. Not used for a database that is here.</summary>
    /// <param name="addresses">Peer addresses to ask, in this order.</param>
    public static DatabaseSource Join(IReadOnlyList<string> addresses) => new(isCreated: false, addresses);

    /// <summary>What two settings say together.</summary>
    /// <param name="create">True to make it.</param>
    /// <param name="joinAddresses">Peer addresses to ask; not with <paramref name="create"/>.</param>
    public static DatabaseSource Of(bool create, IReadOnlyList<string> joinAddresses)
    {
        ArgumentNullException.ThrowIfNull(joinAddresses);
        return create ? Create : joinAddresses.Count > 0 ? Join(joinAddresses) : Existing;
    }
}
