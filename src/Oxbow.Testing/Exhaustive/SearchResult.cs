namespace Oxbow.Testing.Exhaustive;

/// <summary>What an exhaustive search found.</summary>
public sealed record SearchResult
{
    /// <summary>How much could happen.</summary>
    public required SearchScope Scope { get; init; }

    /// <summary>
    /// Distinct states: of all three replicas; and with one link at a time, of two replicas in conversation, which are
    /// the same whatever the third holds.
    /// </summary>
    public required long States { get; init; }

    /// <summary>States of all three with no open link, from each of which convergence was demanded.</summary>
    public required long QuietStates { get; init; }

    /// <summary>
    /// Those of the quiet states after which nobody is the primary: it handed off to a replica that was leaving itself,
    /// or to one that left before it heard of it. There one take-over has to be enough for all to be committed.
    /// </summary>
    public required long Orphans { get; init; }

    /// <summary>Moves that led from a state to a state.</summary>
    public required long Transitions { get; init; }

    /// <summary>
    /// Moves on the shortest way to the farthest state; with one link at a time a conversation is one move.
    /// </summary>
    public required int Depth { get; init; }

    /// <summary>Distinct states of single replicas.</summary>
    public required long ReplicaStates { get; init; }

    /// <summary>Turns run on the real core, to find where each input leads from each of them.</summary>
    public required long Turns { get; init; }

    /// <summary>Most rounds of exchanges that convergence took.</summary>
    public required int Rounds { get; init; }

    /// <summary>False when the search gave up or was stopped.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>The invariant that broke; empty when all held.</summary>
    public required string Invariant { get; init; }

    /// <summary>What broke it.</summary>
    public required string Message { get; init; }

    /// <summary>A shortest way there, one line for each move.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>True when every state was seen and every invariant held in each.</summary>
    public bool Held => IsComplete && Invariant.Length == 0;
}
