using Oxbow.Core.Identity;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>Names of writes are unique, and every stamp is larger than all that its replica had seen.</summary>
internal sealed class StampChecker : Checker
{
    public override string Invariant => "I3";

    public override void Holds(ReplicaModel replica, KnownWrite write)
    {
        AcceptStamp last = replica.LastOf(write.Id.Origin);
        if (write.Write.Previous != last)
        {
            Fail($"{replica.Name} takes {write}, which follows {write.Write.Previous}, after {last}");
        }
    }

    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        if (write.Id.Stamp <= replica.Seen.Certain)
        {
            Fail($"{replica.Name} accepts {write} after it has seen {replica.Seen.Certain}");
        }

        if (line.Parent is null && replica.Held[line] != line.Writes.Count)
        {
            Fail($"{replica.Name} accepts {write} as number {replica.Held[line]} of its line, which has {line.Writes.Count} already");
        }
    }
}
