namespace Oxbow.Client;

/// <summary>A replica of a database that has not retired, as the committed writes tell of it.</summary>
/// <param name="Replica">Its id.</param>
/// <param name="Node">The name of its node; null when it has not told one.</param>
/// <param name="SupportedLevel">The highest format level that its software executes; null when it has not told one.</param>
public sealed record KnownReplica(string Replica, string? Node, int? SupportedLevel);
