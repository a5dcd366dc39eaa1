namespace Oxbow.Node.Peers;

/// <summary>How a link to a peer is made worse than it is, to try out far or poor networks. Applies to what this node sends. Immutable.</summary>
public sealed record LinkShape
{
    /// <summary>A link as it is.</summary>
    public static LinkShape None { get; } = new();

    /// <summary>Time that every frame takes longer. Default: none; at most 1 hour.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Up to this much is added to the delay at random. Order is kept. Default: none; at most 1 hour.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>
    /// Share of frames that are lost, 0 to 1. Direct mail that is lost is gone; on every other link a lost frame is
    /// sent again, as TCP does, and takes three times the delay. Default: 0.
    /// </summary>
    public double Loss { get; init; }

    /// <summary>Bytes a second that fit through; 0 for no limit. Default: 0.</summary>
    public long BytesPerSecond { get; init; }

    /// <summary>Checks every setting; gives all faults, one text each.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (Delay < TimeSpan.Zero || Delay > TimeSpan.FromHours(1) || Jitter < TimeSpan.Zero || Jitter > TimeSpan.FromHours(1))
        {
            faults.Add($"{nameof(Delay)} and {nameof(Jitter)} are zero to one hour.");
        }

        if (Loss is not (>= 0 and <= 1))
        {
            faults.Add($"{nameof(Loss)} is {Loss}: choose 0 to 1.");
        }

        if (BytesPerSecond < 0)
        {
            faults.Add($"{nameof(BytesPerSecond)} is {BytesPerSecond}: choose 0 for no limit, or more.");
        }

        return faults;
    }
}
