using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>A replica that holds a write with an idempotency key accepts no second one.</summary>
internal sealed class RequestKeyChecker(World world) : Checker
{
    public override string Invariant => "I16";

    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        if (write.HasRequestKey && world.Oracle.WithKey(write.RequestKey).FirstOrDefault(replica.Held.Holds) is { } first)
        {
            Fail($"{replica.Name} accepts {write} and holds {first} with the same idempotency key");
        }
    }
}
