namespace Oxbow.Testing.Exhaustive;

/// <summary>One replica at one moment, as far as it matters for what comes: how it came there first, and what it shows.</summary>
/// <param name="Number">Number among the states of its slot.</param>
/// <param name="Slot">Which of the three replicas.</param>
/// <param name="Parent">The state before; null at the start.</param>
/// <param name="Input">What led here from there.</param>
/// <param name="View">What it shows.</param>
/// <param name="Disk">Blocks from which a start makes just this replica again; null when it has something in memory that is not on disk.</param>
internal sealed record LocalState(int Number, int Slot, LocalState? Parent, LocalInput Input, LocalView View, IReadOnlyList<ReadOnlyMemory<byte>>? Disk);
