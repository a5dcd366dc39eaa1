using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// Commit numbers are told together with their epoch, a take-over names what it follows, and whoever has learned of a
/// larger epoch follows it.
/// </summary>
internal sealed class EpochChecker(World world) : Checker
{
    private readonly Dictionary<ReplicaModel, CommitEpoch> shown = [];

    public override string Invariant => "I35";

    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        if (write.TakeOver is not null && !replica.Tip.BeginsEpoch(write))
        {
            Fail($"{replica.Name} accepts {write}, which begins no epoch after {replica.Tip}");
        }
    }

    public override void RollsBack(ReplicaModel replica, CommitNumber number)
    {
        if (number < CommitNumber.None || number >= replica.Tip.Number)
        {
            Fail($"{replica.Name} rolls back to commit number {number} and is at {replica.Tip.Number}");
        }
    }

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        if (IsBlind(replica))
        {
            return;
        }

        if (status.Epoch != replica.Tip.Epoch)
        {
            Fail($"{replica.Name} shows epoch {status.Epoch}, the committed prefix ends in {replica.Tip.Epoch}");
        }

        // An eviction is taken back when something comes that its take-over follows, and which came too late here.
        if (replica.HasOnlyRolledBack && !world.Oracle.IsMemoryLost && world.Oracle.Evicted.Count == 0)
        {
            Fail($"{replica.Name} took commits back to {replica.Tip.Number} and has nothing in their place");
        }

        if (shown.TryGetValue(replica, out CommitEpoch before)
            && status.Epoch < before
            && !(replica.Followed > before)
            && !world.Oracle.IsMemoryLost)
        {
            Fail($"{replica.Name} was in epoch {before} and shows {status.Epoch} now");
        }

        shown[replica] = status.Epoch;
    }

    public override void Sends(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        ReplicaModel model = process.Model;
        if (IsBlind(model) || model.HasRolledBack)
        {
            return;
        }

        if (message is Hello hello && !hello.Epochs.SequenceEqual(model.CommitAt(hello.CommitNumber)!.Epochs))
        {
            Fail($"{process.Name} greets with epochs {string.Join(", ", hello.Epochs)} at {hello.CommitNumber}, the committed prefix has {string.Join(", ", model.Tip.Epochs)}");
        }

        if (message is Batch batch && batch.Epoch != model.Tip.Epoch && batch.Epoch != process.CommittedBefore.Epoch)
        {
            Fail($"{process.Name} sends commits of epoch {batch.Epoch} and is in {model.Tip.Epoch}");
        }
    }

    /// <summary>Below the format level no hash shows that a take-over follows another history than this one.</summary>
    private bool IsBlind(ReplicaModel replica) => replica.IsBelowLevel && world.Oracle.IsMemoryLost;
}
