using Oxbow.Core.Sizes;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Replicas;

/// <summary>Settings of a replica. Immutable; the defaults suit most.</summary>
public sealed record ReplicaOptions
{
    /// <summary>
    /// How far a peer's accept stamp may lie ahead of the local clock. Default: 1 hour. A write beyond it is
    /// not taken until the clocks agree, so that one bad clock cannot push all others.
    /// </summary>
    public TimeSpan MaximumClockAhead { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// About how many bytes of writes go into one batch. Default: 256 KiB. Larger batches need fewer fsyncs at the
    /// receiver and more memory.
    /// </summary>
    public int BatchBytes { get; init; } = 256 * 1024;

    /// <summary>How many batches may be on the way to one peer without acknowledgement. Default: 4.</summary>
    public int WindowBatches { get; init; } = 4;

    /// <summary>
    /// How many writes may wait for what they depend on. Default: 1024. Further ones are dropped and come with an
    /// exchange.
    /// </summary>
    public int MaximumHeldBack { get; init; } = 1024;

    /// <summary>
    /// For how long an idempotency key is remembered, in time of accept stamps. Default: 7 days. It has to be the same
    /// at every replica of a database: which write repeats another one depends on it.
    /// </summary>
    public TimeSpan RequestWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How many bytes of writes may wait for what they depend on. Default: 16 MiB. Further ones are dropped and come
    /// with an exchange.
    /// </summary>
    public int MaximumHeldBackBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// How many records of the journal are given their place together at a start. Default: 4096. More need more memory
    /// for a moment and roll documents back less often.
    /// </summary>
    public int RecoveryChunkRecords { get; init; } = 4096;

    /// <summary>
    /// How many tentative writes are executed in one turn for clients, their own included. Default: 2048, which takes
    /// 1 to 5 ms for writes of one document. When more are pending, who needs the latest documents is answered in a
    /// later turn, and peers are heard again once nobody waits. More make turns longer; fewer, smaller groups of
    /// clients' writes that share an fsync.
    /// </summary>
    public int ExecutionBudget { get; init; } = 2048;

    /// <summary>
    /// The highest format level that the replica executes. Default: that of this version. A lower one lets it behave
    /// like an older version; in a database whose level is higher it goes on storing and forwarding, and executes
    /// nothing.
    /// </summary>
    public int SupportedLevel { get; init; } = CurrentLevel;

    /// <summary>Tests alone make them smaller.</summary>
    internal CoreSizes Sizes { get; init; } = CoreSizes.Default;

    /// <summary>Checks every setting; gives all faults, one text each.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (MaximumClockAhead < TimeSpan.FromSeconds(1))
        {
            faults.Add($"{nameof(MaximumClockAhead)} is {MaximumClockAhead}: clocks are never that close, use at least a second.");
        }

        if (BatchBytes is < 1024 or > MaximumBatchBytes)
        {
            faults.Add($"{nameof(BatchBytes)} is {BatchBytes}: choose 1024 to {MaximumBatchBytes}.");
        }

        if (WindowBatches is < 1 or > 64)
        {
            faults.Add($"{nameof(WindowBatches)} is {WindowBatches}: choose 1 to 64.");
        }

        if (MaximumHeldBack is < 0 or > 65_536)
        {
            faults.Add($"{nameof(MaximumHeldBack)} is {MaximumHeldBack}: choose 0 to 65536.");
        }

        if (RequestWindow < TimeSpan.FromSeconds(1))
        {
            faults.Add($"{nameof(RequestWindow)} is {RequestWindow}: a client needs time to ask again, use at least a second.");
        }

        if (MaximumHeldBackBytes < 0)
        {
            faults.Add($"{nameof(MaximumHeldBackBytes)} is {MaximumHeldBackBytes}: choose 0 or more.");
        }

        if (RecoveryChunkRecords < 1)
        {
            faults.Add($"{nameof(RecoveryChunkRecords)} is {RecoveryChunkRecords}: choose 1 or more.");
        }

        if (ExecutionBudget < 1)
        {
            faults.Add($"{nameof(ExecutionBudget)} is {ExecutionBudget}: choose 1 or more.");
        }

        if (SupportedLevel < 1)
        {
            faults.Add($"{nameof(SupportedLevel)} is {SupportedLevel}: a format level is 1 or higher.");
        }

        return faults;
    }

    /// <summary>The highest format level that this version executes.</summary>
    public const int CurrentLevel = WriteFormat.Schema;

    private const int MaximumBatchBytes = 1024 * 1024;
}
