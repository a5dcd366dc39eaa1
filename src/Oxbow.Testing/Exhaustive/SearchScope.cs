namespace Oxbow.Testing.Exhaustive;

/// <summary>
/// How much may happen in an exhaustive search over three replicas. Whatever is not counted here may happen any number
/// of times, as long as it leads to states not seen before: exchanges, deliveries, cuts.
/// </summary>
public sealed record SearchScope
{
    /// <summary>
    /// All that fits into a run of some minutes: three writes, a crash, a retirement, a hand-off, one link at a time,
    /// among replicas that know each other.
    /// </summary>
    public static SearchScope Full { get; } = new() { AllAreKnown = true };

    /// <summary>Writes of clients, each at any replica. Default: 3.</summary>
    public int Writes { get; init; } = 3;

    /// <summary>
    /// How many of them, at most, a replica accepts while it converses, each time a link is opened. Default: 1.
    /// </summary>
    public int WritesMeanwhile { get; init; } = 1;

    /// <summary>
    /// Crashes, of any replica, between two turns or after the records of a turn are durable and before anything is
    /// sent. Default: 1.
    /// </summary>
    public int Crashes { get; init; } = 1;

    /// <summary>Replicas that leave and are not the primary at that moment. Default: 1.</summary>
    public int Retirements { get; init; } = 1;

    /// <summary>Primaries that leave, and so hand off. Default: 1.</summary>
    public int HandOffs { get; init; } = 1;

    /// <summary>Take-overs, each at any replica that converses with nobody. Default: 0.</summary>
    public int TakeOvers { get; init; }

    /// <summary>
    /// Links open at a time, at most one for each pair. Default: 1; with more, exchanges of different pairs interleave
    /// message by message.
    /// </summary>
    public int LinksAtOnce { get; init; } = 1;

    /// <summary>
    /// True: the replicas hold all creation writes at the start. Default: false, only the creator does.
    /// </summary>
    public bool AllAreKnown { get; init; }

    /// <summary>The search gives up beyond this many states. Default: 50 million, about 6 GB.</summary>
    public int MaximumStates { get; init; } = 50_000_000;

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        ", ",
        AllAreKnown ? "3 replicas that know each other" : "3 replicas",
        Text(Writes, "write", "writes"),
        Text(Crashes, "crash", "crashes"),
        Text(Retirements, "retirement", "retirements"),
        Text(HandOffs, "hand-off", "hand-offs"),
        Text(TakeOvers, "take-over", "take-overs"),
        $"{Text(LinksAtOnce, "link", "links")} at a time");

    private static string Text(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
