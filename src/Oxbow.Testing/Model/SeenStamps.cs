using Oxbow.Core.Identity;

namespace Oxbow.Testing.Model;

/// <summary>The clock of a replica, told anew from the documentation: which stamps it has given or seen.</summary>
internal sealed class SeenStamps(Oracle oracle)
{
    private bool isRestarted;

    /// <summary>What a new id says, seen for certain once the turn is over in which it was granted.</summary>
    private AcceptStamp granted;

    /// <summary>The largest one.</summary>
    public AcceptStamp Latest { get; private set; }

    /// <summary>
    /// The largest one that was seen for certain: what came in the turn of a new id was judged before it or after it.
    /// </summary>
    public AcceptStamp Certain { get; private set; }

    /// <summary>The clock of its machine at the last turn.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>How far ahead a tentative stamp from elsewhere may be.</summary>
    public required TimeSpan MaximumAhead { get; init; }

    /// <summary>The largest stamp that is not too far ahead.</summary>
    public AcceptStamp Bound => AcceptStamp.FromTime(Now + MaximumAhead);

    /// <summary>Beyond the bound, and more than a second beyond all that was seen.</summary>
    public bool IsTooFarAhead(AcceptStamp stamp) => IsTooFarAhead(stamp, Latest);

    /// <summary>
    /// The largest one if others were seen as well: of these each that is not too far ahead by then.
    /// </summary>
    public AcceptStamp LatestWith(IEnumerable<AcceptStamp> others) => others.Order().Aggregate(
        Latest, (latest, stamp) => IsTooFarAhead(stamp, latest) ? latest : Larger(stamp, latest));

    public void See(AcceptStamp stamp) => (Latest, Certain) = (Larger(stamp, Latest), Larger(stamp, Certain));

    /// <summary>
    /// A write of its own id was accepted; or, in the turn in which it lost the id, it may have been sent one like any
    /// other replica's.
    /// </summary>
    public void SeeOfOwnId(AcceptStamp stamp, bool isCertain)
    {
        SeeOfOther(stamp);
        Latest = Larger(stamp, Latest);
        Certain = isCertain ? Larger(stamp, Certain) : Certain;
    }

    /// <summary>An id was granted.</summary>
    public void SeeGranted(AcceptStamp stamp) => (Latest, granted) = (Larger(stamp, Latest), Larger(stamp, granted));

    /// <summary>The records of the turn were all seen.</summary>
    public void EndTurn()
    {
        Certain = Larger(granted, Certain);
        granted = AcceptStamp.None;
    }

    /// <summary>
    /// A write of another replica that lies too far ahead moves no clock: it is committed, or will be at once.
    /// </summary>
    public void SeeOfOther(AcceptStamp stamp)
    {
        Latest = IsTooFarAhead(stamp) ? Latest : Larger(stamp, Latest);
        Certain = IsTooFarAhead(stamp, Certain) ? Certain : Larger(stamp, Certain);
    }

    public void Forget() => Latest = Certain = granted = AcceptStamp.None;

    /// <summary>The replica has started again, and will know what time it is with its next turn.</summary>
    public void Restart() => isRestarted = true;

    /// <summary>
    /// The first turn after a start: what is held is seen again, committed writes of others by the time that it is now.
    /// </summary>
    public void BeginTurn(ReplicaModel replica)
    {
        if (!isRestarted)
        {
            return;
        }

        isRestarted = false;
        Forget();
        See(replica.Identity?.Replica.Created ?? AcceptStamp.None);
        See(replica.Identity?.ClockFloor ?? AcceptStamp.None);
        See(LargestUpTo(Bound, replica.Held));
        foreach (OriginLine line in oracle.Lines)
        {
            if (replica.Held[line] > 0 && line.Writes[replica.Held[line] - 1] is var last
                && (last.Id.Origin == replica.Identity?.Replica || !replica.HasCommitted(last)))
            {
                See(last.Id.Stamp);
            }
        }
    }

    /// <summary>Under a new id stamps are those of the clock again, if they were far ahead of it.</summary>
    public void TakeNewId(Holdings held)
    {
        if (Latest.Next > AcceptStamp.FromTime(Now + MaximumAhead + MaximumAhead))
        {
            Latest = Certain = LargestUpTo(Bound, held);
        }
    }

    private bool IsTooFarAhead(AcceptStamp stamp, AcceptStamp latest) =>
        stamp > Bound && stamp.Value > latest.Value + (1000L << 16);

    private static AcceptStamp Larger(AcceptStamp one, AcceptStamp other) => one > other ? one : other;

    private AcceptStamp LargestUpTo(AcceptStamp bound, Holdings held)
    {
        AcceptStamp largest = AcceptStamp.None;
        foreach (OriginLine line in oracle.Lines)
        {
            int count = held[line];
            while (count > 0 && line.Writes[count - 1].Id.Stamp > bound)
            {
                count--;
            }

            largest = count > 0 && line.Writes[count - 1].Id.Stamp > largest
                ? line.Writes[count - 1].Id.Stamp
                : largest;
        }

        return largest;
    }
}
