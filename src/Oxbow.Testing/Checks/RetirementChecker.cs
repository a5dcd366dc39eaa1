using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>A retirement is the last write of its replica, which ends only when another one holds everything it had.</summary>
internal sealed class RetirementChecker(World world) : Checker
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
        if (news is not RetirementHandoverEnded || end is null)
        {
            return;
        }

        ReplicaId self = process.Model.Identity!.Replica;
        OriginLine[] own = [.. world.Oracle.LinesOf(self)];
        if (!Array.Exists(own, line => line.Retirement is { } retirement && process.Model.Held.Holds(retirement)))
        {
            Fail($"{process.Name} leaves as {self}, which has not retired");
        }

        if (!end.Other.HasItsMemory)
        {
            return;
        }

        if (!world.Oracle.IsConfused(self) && Array.Exists(own, line => end.Other.Model.Held[line] < process.Model.Held[line]))
        {
            Fail($"{process.Name} leaves, and {end.Other.Process.Name} lacks writes that it accepted");
        }

        // What came to it from elsewhere while it handed over is still there, too.
        Holdings elsewhere = world.Oracle.HeldByStrangers.Copy();
        foreach (SimulatedProcess other in world.Processes.Where(other => other != process && !other.HasLeft))
        {
            elsewhere.Add(other.Model.Held);
        }

        if (world.Oracle is { IsForked: false, IsDiskLost: false } && world.Oracle.Missing(elsewhere, process.Model.Held).Any())
        {
            Fail($"{process.Name} leaves with writes that nobody else holds");
        }
    }
}
