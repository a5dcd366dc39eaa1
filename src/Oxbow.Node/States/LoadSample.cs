namespace Oxbow.Node.States;

/// <summary>The load of a node over the time since the sample before.</summary>
/// <param name="MailboxFill">Fill of its fullest mailbox, 0 to 1.</param>
/// <param name="LongestTurn">The longest turn of a database, the one in progress included: how long a request may have waited.</param>
/// <param name="DiskFreeBytes">Space left for its data; <see cref="long.MaxValue"/> when it keeps none on disk.</param>
public readonly record struct LoadSample(double MailboxFill, TimeSpan LongestTurn, long DiskFreeBytes);
