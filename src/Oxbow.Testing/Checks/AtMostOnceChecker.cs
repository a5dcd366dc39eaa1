using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>A write is taken once, however often it arrives.</summary>
internal sealed class AtMostOnceChecker : Checker
{
    public override string Invariant => "I16";

    public override void Holds(ReplicaModel replica, KnownWrite write)
    {
        if (replica.Held.Holds(write))
        {
            Fail($"{replica.Name} takes {write} once more");
        }
    }
}
