namespace Oxbow.Client;

/// <summary>What a replica knows of one write: the answer to a write, and to a question for its fate.</summary>
/// <param name="Write">The write's id, good at every replica of the database.</param>
/// <param name="State">Tentative, or committed.</param>
/// <param name="CommitNumber">The write's place in the committed order; null while it is tentative.</param>
/// <param name="Outcome">
/// <c>applied</c>, <c>merged</c>, <c>conflicted</c>, <c>not_understood</c> or <c>repeated</c>; that of a tentative
/// write can still change.
/// </param>
public sealed record WriteResult(string Write, WriteState State, long? CommitNumber, string? Outcome)
{
    /// <summary>
    /// The write that was made again from this one, because two replicas had used its id: state, commit number and
    /// outcome are that one's. Null for a write that stands in the log itself.
    /// </summary>
    public string? RemadeAs { get; init; }
}
