namespace Oxbow.Node.Links;

/// <summary>When a node exchanges, and with how many peers. Immutable.</summary>
public sealed record LinkPolicyOptions
{
    /// <summary>
    /// How many live links a database keeps to peers it dialed. Default: 2. More links spread writes faster and send
    /// them more often. While peers take longer to answer than <see cref="UnreachablePause"/>, up to as many others are
    /// dialed beside them.
    /// </summary>
    public int LiveFanOut { get; init; } = 2;

    /// <summary>
    /// Whether fresh writes also go straight to every peer that can be dialed. Default: false. News arrives sooner
    /// over many sites; a write that overtakes what it depends on waits at the receiver.
    /// </summary>
    public bool DirectMail { get; init; }

    /// <summary>
    /// Time between two looks at the links. Default: 250 ms. A lost live link is replaced after at most this long.
    /// </summary>
    public TimeSpan ReviewPeriod { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Time between two exchanges with a random peer that has no live link. Default: 2 s.
    /// <see cref="Timeout.InfiniteTimeSpan"/> for none but those that are ordered.
    /// </summary>
    public TimeSpan ExchangePeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a peer that could not be reached is left alone. Default: 1 s.</summary>
    public TimeSpan UnreachablePause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a dial, an exchange step or a join may take without progress. Default: 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a new node goes on asking for its replica id while nobody grants one. Default:
    /// <see cref="Timeout.InfiniteTimeSpan"/>, until it is told to stop.
    /// </summary>
    public TimeSpan JoinPatience { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Checks every setting; gives all faults, one text each.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (LiveFanOut is < 0 or > 64)
        {
            faults.Add($"{nameof(LiveFanOut)} is {LiveFanOut}: choose 0 to 64.");
        }

        foreach ((string name, TimeSpan value) in new[]
        {
            (nameof(ReviewPeriod), ReviewPeriod),
            (nameof(ExchangePeriod), ExchangePeriod),
            (nameof(UnreachablePause), UnreachablePause),
            (nameof(Patience), Patience),
            (nameof(JoinPatience), JoinPatience),
        })
        {
            bool isNever = (name is nameof(ExchangePeriod) or nameof(JoinPatience))
                && value == Timeout.InfiniteTimeSpan;
            if (!isNever && (value < TimeSpan.FromMilliseconds(1) || value > TimeSpan.FromDays(1)))
            {
                faults.Add($"{name} is {value}: choose one millisecond to one day.");
            }
        }

        return faults;
    }
}
