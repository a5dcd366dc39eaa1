using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// Whoever holds a write holds everything that its replica held when it accepted it. What that knew as committed with a
/// stamp from ahead of time did not move its clock, so its own writes bear smaller ones: only such a cause may come
/// later.
/// </summary>
internal sealed class CausalClosureChecker : Checker
{
    public override string Invariant => "I2";

    public override void Holds(ReplicaModel replica, KnownWrite write)
    {
        if (replica.LacksCauses(write))
        {
            Fail($"{replica.Name} takes {write} without something that it depends on, {replica.FirstMissing(write.Dependencies)}");
        }
    }
}
