using Oxbow.Core.Identity;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>Stamps stay close to the clock: our own are the clock's or one past what was seen, those of others within the bound.</summary>
internal sealed class ClockChecker : Checker
{
    public override string Invariant => "I25";

    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        // Ahead of its clock a replica follows what it holds, or what a session per key has seen elsewhere.
        AcceptStamp bound = AcceptStamp.FromTime(replica.Now + replica.MaximumClockAhead);
        AcceptStamp shown = replica.LatestShown < bound ? replica.LatestShown : bound;
        AcceptStamp seen = shown > replica.Latest ? shown : replica.Latest;
        AcceptStamp clock = AcceptStamp.FromTime(replica.Now);
        if (write.Id.Stamp > clock && write.Id.Stamp > seen.Next)
        {
            Fail($"{replica.Name} accepts {write} beyond its clock, {clock}, and all it has seen, {seen}");
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
