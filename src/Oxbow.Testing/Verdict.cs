namespace Oxbow.Testing;

/// <summary>How a simulation ended.</summary>
public enum Verdict
{
    /// <summary>Every invariant held, and all replicas converged.</summary>
    Held,

    /// <summary>Something threw that must not throw.</summary>
    Crashed,

    /// <summary>After the heal the replicas did not become equal within the bound.</summary>
    DidNotConverge,

    /// <summary>A checker found an invariant broken.</summary>
    InvariantBroken,
}
