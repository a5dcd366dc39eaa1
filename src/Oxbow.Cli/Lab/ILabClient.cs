namespace Oxbow.Cli.Lab;

/// <summary>A client of a lab: one session for its whole life, at whatever server it asks.</summary>
internal interface ILabClient
{
    /// <summary>Asks a server and waits for its answer, which is never <see cref="LabAnswerKind.Failed"/>.</summary>
    /// <exception cref="LabFailureException">The server, or the client's own process, does not answer.</exception>
    Task<LabAnswer> AskAsync(ILabServer server, LabRequest request, CancellationToken cancellation);
}
