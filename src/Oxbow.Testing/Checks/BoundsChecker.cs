using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>What is on the way to a peer, and what is held back, is bounded.</summary>
internal sealed class BoundsChecker : Checker
{
    public override string Invariant => "I29";

    private readonly ReplicaOptions options;

    public BoundsChecker(ReplicaOptions options) => this.options = options;

    public override void Sends(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        if (message is not Batch batch)
        {
            return;
        }

        end.BatchesSent++;
        if (end.BatchesSent - end.BatchesAcknowledged > options.WindowBatches)
        {
            Fail($"{process.Name} has {end.BatchesSent - end.BatchesAcknowledged} batches on the way, at most {options.WindowBatches} are allowed");
        }

        int bytes = 0;
        for (int index = 0; index < batch.Records.Count - 1; index++)
        {
            bytes += SizeOf(batch.Records[index]);
        }

        if (bytes > options.BatchBytes)
        {
            Fail($"{process.Name} sends {bytes} bytes in one batch before its last record");
        }
    }

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        if (status.HeldBackCount > options.MaximumHeldBack)
        {
            Fail($"{replica.Name} holds {status.HeldBackCount} writes back, at most {options.MaximumHeldBack} are allowed");
        }
    }

    private static int SizeOf(LogRecord record) => record.Write?.Encoded.Length ?? 0;
}
