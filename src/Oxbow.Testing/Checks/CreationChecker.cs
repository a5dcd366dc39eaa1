using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>
/// An id is granted once, when its creation is durable, and nobody writes under an id that was not granted.
/// </summary>
internal sealed class CreationChecker(World world) : Checker
{
    public override string Invariant => "I19";

    private readonly HashSet<ReplicaId> granted = [ReplicaId.Base];

    public override void Sends(SimulatedProcess process, LinkEnd end, PeerMessage message)
    {
        if (message is not JoinReply { Identity.Replica: var id })
        {
            return;
        }

        if (!granted.Add(id))
        {
            if (!process.Model.HasLostMemory && !world.Oracle.GrantedTwice.Contains(id.Creator()))
            {
                Fail($"{process.Name} grants {id} a second time");
            }

            world.Oracle.GrantedTwice.Add(id);
        }

        if (id.Creator() != process.Model.Identity!.Replica
            || process.Model.FindEver(new(id.Creator(), id.Created)) is not { Write.Kind: WriteKind.Creation })
        {
            Fail($"{process.Name} grants {id} and does not hold its creation");
        }
    }

    public override void Accepts(ReplicaModel replica, Write write, OriginLine line)
    {
        if (!granted.Contains(write.Id.Origin) || write.Id.Stamp <= write.Id.Origin.Created)
        {
            Fail($"{replica.Name} accepts {write} under an id that it was not granted");
        }
    }
}
