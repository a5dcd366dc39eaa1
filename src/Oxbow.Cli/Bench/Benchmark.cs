namespace Oxbow.Cli.Bench;

/// <summary>One benchmark.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="About">What it measures, in a line.</param>
/// <param name="RunAsync">Measures.</param>
internal sealed record Benchmark(string Name, string About, Func<CancellationToken, Task<Figure>> RunAsync);
