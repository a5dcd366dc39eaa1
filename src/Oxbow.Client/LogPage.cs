namespace Oxbow.Client;

/// <summary>One page of a replica's log: committed writes first, then tentative ones.</summary>
/// <param name="Entries">The writes of this page, in log order.</param>
/// <param name="Next">The position to read on after; null on the last page.</param>
public sealed record LogPage(IReadOnlyList<LogEntry> Entries, long? Next);
