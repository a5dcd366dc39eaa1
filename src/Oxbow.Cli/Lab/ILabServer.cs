namespace Oxbow.Cli.Lab;

/// <summary>A running server of a lab.</summary>
internal interface ILabServer
{
    /// <summary>Unique in its lab, also among servers that have ended.</summary>
    string Name { get; }

    /// <summary>Blocks or opens this server's end of a link; on return nothing passes a blocked one.</summary>
    Task SetLinkAsync(ILabServer peer, bool isBlocked, CancellationToken cancellation);

    /// <summary>Stops anti-entropy at this server; on return nothing passes.</summary>
    Task PauseAsync(CancellationToken cancellation);

    /// <summary>Lets anti-entropy run again.</summary>
    Task ResumeAsync(CancellationToken cancellation);

    /// <summary>Exchanges all writes and commits with a peer; false when the two cannot exchange now.</summary>
    Task<bool> ExchangeAsync(ILabServer peer, CancellationToken cancellation);

    Task<LabStatus> StatusAsync(CancellationToken cancellation);

    /// <summary>The clients' writes in log order.</summary>
    IAsyncEnumerable<LabLogLine> LogAsync(CancellationToken cancellation);

    /// <summary>The documents in the order of their keys' bytes.</summary>
    IAsyncEnumerable<LabDocument> StoreAsync(CancellationToken cancellation);

    /// <summary>Hands everything to a peer and ends; false when the peer cannot be reached and the server stays.</summary>
    Task<bool> RetireAsync(ILabServer to, CancellationToken cancellation);

    /// <summary>Ends the server without a retirement handover.</summary>
    Task EndAsync();

    /// <summary>Ends the server at once, as a crash does; on return it is gone.</summary>
    Task KillAsync();
}
