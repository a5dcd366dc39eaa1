using Oxbow.Core.Messages;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>Of every origin a replica holds a prefix without holes, and its vector says exactly that.</summary>
internal sealed class PrefixChecker : Checker
{
    public override string Invariant => "I1";

    public override void Holds(ReplicaModel replica, KnownWrite write)
    {
        OriginLine line = write.Line;
        if (replica.Held[line] != write.Ordinal)
        {
            Fail($"{replica.Name} takes {write}, number {write.Ordinal} of its origin, and holds {replica.Held[line]}");
        }

        if (write.Ordinal == 0 && line.Parent is { } parent && replica.Held[parent] != line.ForkedAt)
        {
            Fail($"{replica.Name} takes {write}, which branches off after {line.ForkedAt} writes, and holds {replica.Held[parent]}");
        }

        foreach (OriginLine branch in line.Branches)
        {
            if (branch.ForkedAt <= write.Ordinal && replica.Held[branch] > 0)
            {
                Fail($"{replica.Name} holds two histories of {line.Replica}");
            }
        }
    }

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        if (status.WriteCount != replica.WriteCount)
        {
            Fail($"{replica.Name} says that it holds {status.WriteCount} writes, its journal {replica.WriteCount}");
        }

        if (!replica.Vector().Equals(status.Known))
        {
            Fail($"{replica.Name} shows the vector {status.Known} and holds {replica.Vector()}");
        }
    }
}
