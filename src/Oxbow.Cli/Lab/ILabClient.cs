namespace Oxbow.Cli.Lab;

/// <summary>A client of a lab: one session for its whole life, at whatever server it asks.</summary>
internal interface ILabClient
{
    Task<LabAnswer> AskAsync(ILabServer server, LabRequest request, CancellationToken cancellation);
}
