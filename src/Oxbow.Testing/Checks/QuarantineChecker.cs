using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// A replica that hears from a peer of more than it remembers itself stops accepting writes, and stays so under that id
/// whatever happens.
/// </summary>
internal sealed class QuarantineChecker(World world) : Checker
{
    private readonly Dictionary<ReplicaModel, Claim> claims = [];
    private readonly Dictionary<ReplicaModel, Stop> stops = [];

    private sealed record Claim(LinkEnd End, long Turn, ReplicaId Id, AcceptStamp Last, CommitNumber Committed)
    {
        /// <summary>Commit numbers of another epoch say nothing.</summary>
        public EpochStart Epoch { get; init; }
    }

    private sealed record Stop(ReplicaId Id, int MemoriesLost);

    public override string Invariant => "I3";

    public override void Hears(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        if (process.Status is not { Standing: Standing.Active } status)
        {
            return;
        }

        ReplicaId self = status.Identity.Replica;
        Claim? claim = message switch
        {
            Hello hello when hello.Identity.Replica != self =>
                new(end, process.Model.Turn, self, hello.Known.Completed(self), ClaimedOf(process.Model, hello)) { Epoch = hello.Epochs[^1] },
            Mail mail => new(end, process.Model.Turn, self, mail.DependsOn[self], CommitNumber.None),
            _ => null,
        };
        if (claim is not null)
        {
            claims[process.Model] = claim;
        }
    }

    /// <summary>What a primary hears of commits of its own epoch.</summary>
    private static CommitNumber ClaimedOf(ReplicaModel replica, Hello hello) =>
        replica.IsPrimary && hello.Epochs[^1] == replica.Tip.Epochs[^1] ? hello.CommitNumber : CommitNumber.None;

    /// <summary>It takes the history of its old id from others, and adds nothing to it.</summary>
    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        if (stops.TryGetValue(replica, out Stop? stop)
            && stop.Id == write.Id.Origin
            && stop.MemoriesLost == replica.MemoriesLost)
        {
            Fail($"{replica.Name} was in quarantine, and accepts {write} under the same id");
        }
    }

    public override void Shows(ReplicaModel replica, ReplicaStatus status)
    {
        ReplicaId self = status.Identity.Replica;
        AcceptStamp last = replica.LastOf(self);
        // Over a link that was refused for another reason nothing is listened to.
        bool isHeard = claims.Remove(replica, out Claim? claim) && claim.Turn == replica.Turn && !claim.End.HasEnded;
        if (isHeard && claim!.Id == self && status.Standing == Standing.Active)
        {
            if (claim.Last > last)
            {
                Fail($"{replica.Name} heard of its own write {claim.Last}, remembers none after {last} and goes on");
            }

            if (claim.Committed > status.CommitNumber
                && claim.Epoch == replica.Tip.Epochs[^1]
                && replica.IsPrimary
                && !replica.HasRolledBack)
            {
                Fail($"{replica.Name} is the primary, heard of commit number {claim.Committed}, remembers none after {status.CommitNumber} and goes on");
            }
        }

        if (stops.TryGetValue(replica, out Stop? stop) && stop.Id == self && stop.MemoriesLost == replica.MemoriesLost && !world.Oracle.GrantedTwice.Contains(self))
        {
            if (status.Standing != Standing.Quarantined)
            {
                Fail($"{replica.Name} was in quarantine, and is {status.Standing} under the same id");
            }
        }

        if (status.Standing == Standing.Quarantined)
        {
            stops[replica] = new(self, replica.MemoriesLost);
        }
    }
}
