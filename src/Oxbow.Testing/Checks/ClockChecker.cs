using Oxbow.Core.Identity;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;

namespace Oxbow.Testing.Checks;

/// <summary>Stamps stay close to the clock: our own, and those we take from others.</summary>
internal sealed class ClockChecker : Checker
{
    public override string Invariant => "I25";

    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        AcceptStamp physical = AcceptStamp.FromTime(replica.Now);
        if (write.Id.Stamp > physical && write.Id.Stamp != replica.Latest.Next)
        {
            Fail($"{replica.Name} accepts {write} ahead of its clock, {physical}, and of all it has seen, {replica.Latest}");
        }
    }

    public override void Holds(ReplicaModel replica, KnownWrite write)
    {
        AcceptStamp bound = AcceptStamp.FromTime(replica.Now + replica.MaximumClockAhead);
        bool isOwn = write.Id.Origin == replica.Identity!.Replica;
        if (!isOwn && write.Id.Stamp > bound && write.Id.Stamp > replica.Latest)
        {
            Fail($"{replica.Name} takes {write}, which lies beyond {bound}");
        }
    }
}
