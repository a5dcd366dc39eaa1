namespace Oxbow.Client;

/// <summary>One write in the log of a replica.</summary>
/// <param name="Position">Its place in this replica's log, from 1. A tentative write can still move.</param>
/// <param name="Write">The write's id, good at every replica.</param>
/// <param name="Kind"><c>update</c>, or a write of the protocol: <c>creation</c>, <c>retirement</c>, <c>handoff</c>.</param>
/// <param name="State">Tentative, or committed.</param>
/// <param name="CommitNumber">Its place in the committed order; null while it is tentative.</param>
/// <param name="Outcome"><c>applied</c>, <c>merged</c> or <c>conflicted</c>.</param>
/// <param name="Updates">The updates that the write asked for; null or empty in a write of the protocol.</param>
public sealed record LogEntry(
    long Position,
    string Write,
    string Kind,
    WriteState State,
    long? CommitNumber,
    string? Outcome,
    IReadOnlyList<Update>? Updates)
{
    /// <summary>How it came to this replica; null for a write of the replica's own, or when the replica has started anew since.</summary>
    public WriteArrival? Arrival { get; init; }
}
