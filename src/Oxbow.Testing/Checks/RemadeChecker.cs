using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Checks;

/// <summary>
/// A write that is made again says what its original said, and is made by a replica from whose log that had to leave.
/// </summary>
internal sealed class RemadeChecker(World world) : Checker
{
    public override string Invariant => "I15";

    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        if (write.Original is not { } named)
        {
            return;
        }

        world.Counters.Note(Branch.WriteRemade);
        if (world.Oracle.OriginalOf(write) is not { } original || original.Write.Original is not null)
        {
            Fail($"{replica.Name} makes {write} again from {named.Id}, which is no original");
        }
        else if (!SaysSame(write, original.Write))
        {
            Fail($"{replica.Name} makes {write} again from {original}, which says something else");
        }
        else if (!replica.Withdrawn.Any(withdrawn => withdrawn.Root == original))
        {
            Fail($"{replica.Name} makes {write} again from {original}, which never left its log");
        }
    }

    private static bool SaysSame(Write write, Write original)
    {
        IReadOnlyList<Update> updates = write.ReadUpdates().ToList();
        int index = 0;
        foreach (Update update in original.ReadUpdates())
        {
            if (index == updates.Count || !update.HasSameContent(updates[index++]))
            {
                return false;
            }
        }

        return index == updates.Count
            && write.Schema == original.Schema
            && write.RequestKey.Span.SequenceEqual(original.RequestKey.Span);
    }
}
