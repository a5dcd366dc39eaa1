namespace Oxbow.Core.Identity;

/// <summary>
/// Gives accept stamps: each larger than every stamp given or seen, as close to real time as that allows.
/// It never reads a clock; physical time comes in through <see cref="Tick"/>.
/// </summary>
internal sealed class HybridClock(TimeSpan maximumAhead)
{
    /// <summary>What the clock of the machine said last.</summary>
    public DateTimeOffset PhysicalTime { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>The largest stamp given or seen.</summary>
    public AcceptStamp Latest { get; private set; }

    /// <summary>Moves physical time; it may also go back, stamps never do.</summary>
    public void Tick(DateTimeOffset now) => PhysicalTime = now;

    /// <summary>The stamp that would be given next.</summary>
    public AcceptStamp Next
    {
        get
        {
            AcceptStamp physical = AcceptStamp.FromTime(PhysicalTime);
            return physical > Latest ? physical : Latest.Next;
        }
    }

    /// <summary>Gives the next stamp.</summary>
    public AcceptStamp Give()
    {
        Latest = Next;
        return Latest;
    }

    /// <summary>True when a stamp of another replica lies further ahead of physical time than the bound.</summary>
    public bool IsTooFarAhead(AcceptStamp stamp) =>
        stamp > Latest && stamp > AcceptStamp.FromTime(PhysicalTime + maximumAhead);

    /// <summary>Takes note of a stamp, so that every later one is larger.</summary>
    public void See(AcceptStamp stamp)
    {
        if (stamp > Latest)
        {
            Latest = stamp;
        }
    }
}
