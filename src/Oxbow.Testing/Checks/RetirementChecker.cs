using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>A retirement is the last write of its replica, which ends only when another one holds everything it had.</summary>
internal sealed class RetirementChecker : Checker
{
    public override string Invariant => "I18";

    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        if (line.Retirement is { } retirement)
        {
            Fail($"{replica.Name} accepts {write} after {retirement}");
        }
    }

    public override void Reports(SimulatedProcess process, LinkEnd? end, ReplicaEvent news)
    {
        if (news is not FarewellEnded || end is null || !end.Other.HasItsMemory)
        {
            return;
        }

        if (end.Other.Model.Lacks(process.Model.Held))
        {
            Fail($"{process.Name} leaves, and {end.Other.Process.Name} lacks something that it held");
        }
    }
}
