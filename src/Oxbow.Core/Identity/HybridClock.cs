using Oxbow.Core.Invariants;

namespace Oxbow.Core.Identity;

/// <summary>
/// Gives accept stamps: each larger than every stamp given or seen, as close to real time as that allows.
/// It never reads a clock; physical time comes in through <see cref="Tick"/>.
/// </summary>
internal sealed class HybridClock(TimeSpan maximumAhead)
{
    /// <summary>One second: as a counter, room for 65 million writes.</summary>
    private const long GoesOnWithin = 1000L << 16;

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

    /// <summary>The largest stamp that is not further ahead of physical time than the bound.</summary>
    public AcceptStamp Bound => AcceptStamp.FromTime(PhysicalTime + maximumAhead);

    /// <summary>
    /// True when what is accepted now gets a stamp that others do not take for as long as the bound, or longer.
    /// </summary>
    public bool IsAstray => Next > AcceptStamp.FromTime(PhysicalTime + maximumAhead + maximumAhead);

    /// <summary>True when another clock shows the same time, within the bound.</summary>
    public bool AgreesWith(DateTimeOffset other) => (PhysicalTime - other).Duration() <= maximumAhead;

    /// <summary>
    /// True when a stamp of another replica lies further ahead of physical time than the bound, and does not just go on
    /// from the largest one known: where the clocks of all were ahead, all go on from there.
    /// </summary>
    public bool IsTooFarAhead(AcceptStamp stamp) => stamp.Value - Latest.Value > GoesOnWithin && stamp > Bound;

    /// <summary>
    /// Takes note of a stamp of another replica, unless it is too far ahead: that of a committed write, whose place
    /// does not depend on it.
    /// </summary>
    public void See(AcceptStamp stamp)
    {
        if (!IsTooFarAhead(stamp))
        {
            Know(stamp);
        }
    }

    /// <summary>
    /// Forgets stamps that were given by a clock that was wrong: the next ones are given under another id.
    /// </summary>
    public void GoBackTo(AcceptStamp latest)
    {
        Invariant.Holds(latest <= Latest, "a clock is set back, not ahead");
        Latest = latest;
    }

    /// <summary>Takes note of a stamp, whatever the time, so that every later one is larger.</summary>
    public void Know(AcceptStamp stamp)
    {
        if (stamp > Latest)
        {
            Latest = stamp;
        }
    }
}
