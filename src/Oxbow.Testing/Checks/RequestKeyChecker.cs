using Oxbow.Core.Log;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Reference;

namespace Oxbow.Testing.Checks;

/// <summary>
/// A replica that holds a write with an idempotency key, and remembers it, accepts no second one, but to make one again
/// that had to leave the log.
/// </summary>
internal sealed class RequestKeyChecker(World world) : Checker
{
    public override string Invariant => "I16";

    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        if (!write.HasRequestKey
            || write.Original is not null
            || !world.Oracle.WithKey(write.RequestKey).Any(replica.Held.Holds))
        {
            return;
        }

        NaiveReplica naive = new(replica.Identity!.Replica, world.Plan.Replica.RequestWindow, replica.SupportedLevel);
        foreach (LogRecord record in replica.Records)
        {
            naive.Take(record);
        }

        if (naive.FindRequest(write) is { } first)
        {
            Fail($"{replica.Name} accepts {write} and holds {first} with the same idempotency key");
        }
    }
}
