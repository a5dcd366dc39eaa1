namespace Oxbow.Client;

/// <summary>
/// A place where Oxbow's databases are reached: a replica in this process, or nodes across the network. Safe for
/// concurrent use. Disposing it ends what it opened: the embedded replica, but never a node elsewhere.
/// </summary>
public interface IOxbow : IAsyncDisposable
{
    /// <summary>The names of the databases that can be used, in order.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OxbowException">No node can be reached.</exception>
    Task<IReadOnlyList<string>> DatabasesAsync(CancellationToken cancellation = default);

    /// <summary>A database by its name. Nothing is asked yet: one that is not there is told by the first use.</summary>
    /// <param name="name">The name; <c>main</c> by default.</param>
    IOxbowDatabase Database(string name = "main");
}
