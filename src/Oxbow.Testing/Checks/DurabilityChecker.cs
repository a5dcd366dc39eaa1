using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Vectors;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>Nothing is sent or answered that is not durable.</summary>
internal sealed class DurabilityChecker(World world) : Checker
{
    public override string Invariant => "I26";

    public override void Sends(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        CheckSynced(process);
        if (message is Hello hello)
        {
            CheckHello(process, hello);
        }
        else if (message is Batch batch)
        {
            foreach (LogRecord record in batch.Records)
            {
                if (record.CommitNumber.IsGiven
                    && !process.Model.IsOrWasAt(record.CommitNumber, process.Model.FindEver(record.Id)!))
                {
                    Fail($"{process.Name} sends {record.Id} with commit number {record.CommitNumber}, which it does not hold durably");
                }
            }
        }
    }

    public override void Answers(SimulatedProcess process, Reply reply) => CheckSynced(process);

    private void CheckSynced(SimulatedProcess process)
    {
        if (process.HasUnsynced)
        {
            Fail($"{process.Name} speaks before its journal is synced");
        }
    }

    private void CheckHello(SimulatedProcess process, Hello hello)
    {
        ReplicaModel model = process.Model;
        ReplicaId self = hello.Identity.Replica;
        bool isItself = self == model.Identity!.Replica || self == process.IdentityBefore?.Replica;
        bool isHeld = model.HasRolledBack
            || (hello.CommitNumber <= model.Tip.Number && model.CommitAt(hello.ExecutedNumber)!.Hash == hello.Hash);
        if (!isItself || !isHeld || hello.ExecutedNumber > hello.CommitNumber)
        {
            Fail($"{process.Name} greets with commit number {hello.CommitNumber}, which it does not hold durably");
        }

        VersionVector held = model.Vector();
        foreach (VectorEntry entry in hello.Known.Entries)
        {
            if (entry.Stamp > held.Completed(entry.Replica)
                && !world.Oracle.IsConfused(entry.Replica)
                && !HasLeft(process, new(entry.Replica, entry.Stamp)))
            {
                Fail($"{process.Name} greets knowing {entry.Replica} up to {entry.Stamp}, which it does not hold durably");
            }
        }
    }

    /// <summary>
    /// It was held when the turn began, and what left the log in this turn may have left after the hello was said: the
    /// link begins anew then.
    /// </summary>
    private bool HasLeft(SimulatedProcess process, WriteId last) =>
        process.Model.HasWithdrawn && world.Oracle.Find(last).Any(process.HeldBefore.Holds);
}
