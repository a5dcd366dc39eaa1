using Oxbow.Core;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Storage.Replicas;

namespace Oxbow.Testing.Exhaustive;

/// <summary>The disks of three replicas at the start: A is the base and the primary, and has created B and C.</summary>
internal static class FirstDisks
{
    private static readonly DatabaseId Database = new(new Guid("00112233-4455-6677-8899-aabbccddeeff"));

    public static IEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> Make(bool allAreKnown)
    {
        ReplicaMachine first = MachineOf(0, new(Database, ReplicaId.Base));
        ReplicaMachine[] machines = [first, MachineOf(1, first.Create()), MachineOf(2, first.Create())];

        if (allAreKnown)
        {
            for (int slot = 1; slot < machines.Length; slot++)
            {
                Exchange(machines, slot, 0);
            }
        }

        return machines.Select(machine => machine.Blocks);
    }

    private static ReplicaMachine MachineOf(int slot, ReplicaIdentity identity)
    {
        BlockDisk disk = new([]);
        ReplicaJournal journal = new(disk.Open());
        journal.Recover();
        Replica replica = Replica.Create(identity, new());
        journal.Persist(replica.TakeEffects());
        return new(slot, disk.Blocks, new());
    }

    private static void Exchange(ReplicaMachine[] machines, int dialer, int listener)
    {
        Queue<(int To, PeerMessage Message)> messages = new();
        void Take(int slot, Action turn)
        {
            turn();
            foreach (PeerSend send in machines[slot].Sent)
            {
                messages.Enqueue((ReplicaMachine.PeerOf(send.Link), send.Message));
            }
        }

        Take(dialer, () => machines[dialer].Open(listener, LinkPurpose.Exchange, isDialer: true));
        Take(listener, () => machines[listener].Open(dialer, LinkPurpose.Exchange, isDialer: false));
        while (messages.TryDequeue(out (int To, PeerMessage Message) next))
        {
            Take(next.To, () => machines[next.To].Hear(dialer + listener - next.To, next.Message));
        }

        machines[dialer].Close(listener);
        machines[listener].Close(dialer);
    }
}
