namespace Oxbow.Testing.Exhaustive;

/// <summary>What a start from a journal makes.</summary>
/// <param name="Key">Key of the replica.</param>
/// <param name="View">What it shows.</param>
internal sealed record RestartedState(UInt128 Key, LocalView View);
