namespace Oxbow.Cli.Lab;

/// <summary>A client's write in the log of a server; the URL is null in a delete.</summary>
internal readonly record struct LabLogLine(string Song, string? Url, bool IsCommitted);
