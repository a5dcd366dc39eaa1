namespace Oxbow.Core.Invariants;

/// <summary>A bug in Oxbow: something that always holds did not. The replica must not go on.</summary>
/// <param name="claim">What should have held.</param>
public sealed class InvariantException(string claim)
    : Exception($"Oxbow stopped because of a bug in itself; this did not hold: {claim}. Please report it.");
