namespace Oxbow.Cli.Lab;

/// <summary>Makes the servers and clients of a lab. Disposing ends all of them.</summary>
internal interface ILabCluster : IAsyncDisposable
{
    /// <summary>Starts a server with intact links to all <paramref name="peers"/>; the first of them that answers lets it in.</summary>
    /// <returns>The server, once it has its name and can serve clients.</returns>
    Task<ILabServer> StartServerAsync(
        string name, IReadOnlyList<ILabServer> peers, bool isPaused, CancellationToken cancellation);

    /// <summary>Starts a client; it need not be ready when this returns.</summary>
    ILabClient StartClient(string name);
}
