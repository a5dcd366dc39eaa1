using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// Stamps stay close to the clock: our own are the clock's or one past what was seen, those of others within the bound.
/// </summary>
internal sealed class ClockChecker : Checker
{
    private readonly Dictionary<ReplicaModel, CommitEpoch> follows = [];

    public override string Invariant => "I25";

    /// <summary>What a take-over follows is taken whatever its stamp: it is about to be committed.</summary>
    public override void Hears(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        if (message is Batch batch && batch.Epoch > process.Model.Tip.Epoch)
        {
            follows[process.Model] = batch.Epoch;
        }
    }

    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        // Ahead of its clock a replica follows what it holds, or what a session per key has seen elsewhere.
        AcceptStamp seen = replica.Seen.LatestWith(replica.Shown);
        AcceptStamp clock = AcceptStamp.FromTime(replica.Now);
        if (write.Id.Stamp > clock && write.Id.Stamp > seen.Next)
        {
            Fail($"{replica.Name} accepts {write} beyond its clock, {clock}, and all it has seen, {seen}");
        }
    }

    public override void Holds(ReplicaModel replica, KnownWrite write)
    {
        bool isOwn = write.Id.Origin == replica.Identity!.Replica;
        bool precedesTakeOver = follows.TryGetValue(replica, out CommitEpoch epoch) && epoch > replica.Tip.Epoch;
        if (!isOwn && !precedesTakeOver && !replica.TakesCommitted && replica.Seen.IsTooFarAhead(write.Id.Stamp))
        {
            Fail($"{replica.Name} takes {write}, which lies beyond {replica.Seen.Bound}");
        }
    }
}
