namespace Oxbow.Cli.Lab.Processes;

/// <summary>A run as its record tells it.</summary>
internal sealed record RecordedRun(
    ProcessIdentity? Controller, string? Folder, IReadOnlyList<ProcessIdentity> Children);
