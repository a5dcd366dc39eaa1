namespace Oxbow.Cli.Bench;

/// <summary>What a benchmark measured.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="P50Microseconds">Median time of one operation, where there is one.</param>
/// <param name="P99Microseconds">The time that one operation in a hundred exceeds, where there is one.</param>
internal sealed record Figure(string Name, double Value, string Unit, double? P50Microseconds = null, double? P99Microseconds = null);
