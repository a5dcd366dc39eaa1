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
        // Ahead of its clock a replica follows what it holds, or what a session per key has seen elsewhere; the
        // latter is not known here, so it is held to the bound that the replica has to hold it to.
        AcceptStamp bound = AcceptStamp.FromTime(replica.Now + replica.MaximumClockAhead);
        if (write.Id.Stamp > bound.Next && write.Id.Stamp != replica.Latest.Next)
        {
            Fail($"{replica.Name} accepts {write} beyond the bound of its clock, {bound}, and of all it has seen, {replica.Latest}");
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
