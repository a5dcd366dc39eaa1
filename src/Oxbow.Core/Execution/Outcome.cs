namespace Oxbow.Core.Execution;

/// <summary>What came of a write when it was run at its place in the log. The numbers are hashed: they never change.</summary>
public enum Outcome
{
    /// <summary>Not run yet.</summary>
    None = 0,

    /// <summary>Its updates took effect.</summary>
    Applied = 1,

    /// <summary>Its merge procedure chose what took effect.</summary>
    Merged = 2,

    /// <summary>Refused by its own check with nothing left to try, or it asked for what it had no right to.</summary>
    Conflicted = 3,

    /// <summary>Comes from a newer version: kept and forwarded, changed nothing.</summary>
    NotUnderstood = 4,

    /// <summary>An earlier write in the log has the same idempotency key; this one changed nothing.</summary>
    Repeated = 5,
}
