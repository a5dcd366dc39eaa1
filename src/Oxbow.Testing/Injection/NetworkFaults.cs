using Oxbow.Testing.Faults;
using Oxbow.Testing.Network;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Randomness;

namespace Oxbow.Testing.Injection;

/// <summary>Faults of links and paths.</summary>
internal sealed class NetworkFaults(World world, SimulatedNetwork network)
{
    private readonly SeededRandom random = world.Plan.FaultChoices;
    private readonly List<(long Step, SimulatedProcess From, SimulatedProcess To, bool IsBlock)> planned = [];

    /// <summary>What was planned for this step happens: paths stop, or come back.</summary>
    public void Step()
    {
        for (int index = planned.Count - 1; index >= 0; index--)
        {
            (long step, SimulatedProcess from, SimulatedProcess to, bool isBlock) = planned[index];
            if (step > world.Step)
            {
                continue;
            }

            planned.RemoveAt(index);
            if (isBlock)
            {
                network.Block(from, to);
            }
            else
            {
                network.Unblock(from, to);
            }
        }
    }

    public bool Fire(FaultKind kind) => kind switch
    {
        FaultKind.LinkCut => OnLink(_ => true, network.Cut),
        FaultKind.FrameCorrupted => OnLink(HasData, Corrupt),
        FaultKind.FrameLost => OnLink(HasData, end => end.Incoming.Remove(DataOf(end))),
        FaultKind.FrameDuplicated => OnLink(HasData, end => end.Incoming.AddAfter(DataOf(end), DataOf(end).Value)),
        FaultKind.LateMessage => network.TryRepeatLate(),
        FaultKind.OneWayStall => OnLink(_ => true, end => end.StalledUntil = world.Step + random.Below(120)),
        FaultKind.Partition => Partition(isOneWay: false),
        FaultKind.OneWayPartition => Partition(isOneWay: true),
        FaultKind.Swizzle => Swizzle(),
        _ => false,
    };

    private static bool HasData(LinkEnd end) => end.Incoming.Any(frame => frame is { Length: > 0 });

    private bool OnLink(Func<LinkEnd, bool> which, Action<LinkEnd> action)
    {
        LinkEnd[] ends = [.. network.Ends.Where(end => !end.IsDead && which(end))];
        if (ends.Length == 0)
        {
            return false;
        }

        action(random.Pick(ends));
        return true;
    }

    /// <summary>A frame in the queue, not always the first.</summary>
    private LinkedListNode<byte[]?> DataOf(LinkEnd end)
    {
        LinkedListNode<byte[]?> node = end.Incoming.First!;
        while (node.Value is not { Length: > 0 })
        {
            node = node.Next!;
        }

        return node.Next is { Value.Length: > 0 } next && random.Below(2) == 0 ? next : node;
    }

    private void Corrupt(LinkEnd end)
    {
        LinkedListNode<byte[]?> node = DataOf(end);
        byte[] frame = [.. node.Value!];
        frame[random.Below(frame.Length)] ^= (byte)(1 << random.Below(8));
        node.Value = frame;
    }

    private bool Partition(bool isOneWay)
    {
        if (world.Processes.Count < 2)
        {
            return false;
        }

        HashSet<SimulatedProcess> inside = [.. world.Processes.Where(_ => random.Below(2) == 0)];
        long until = world.Step + random.Between(10, 300);
        foreach (SimulatedProcess from in world.Processes)
        {
            foreach (SimulatedProcess to in world.Processes.Where(to => inside.Contains(from) != inside.Contains(to)))
            {
                if (!isOneWay || inside.Contains(from))
                {
                    network.Block(from, to);
                    planned.Add((until, from, to, IsBlock: false));
                }
            }
        }

        return true;
    }

    private bool Swizzle()
    {
        SimulatedProcess process = random.Pick(world.Processes);
        List<SimulatedProcess> others = [.. world.Processes.Where(other => other != process)];
        foreach (bool isBlock in (bool[])[true, false])
        {
            random.Shuffle(others);
            long step = world.Step + (isBlock ? 0 : 100);
            foreach (SimulatedProcess other in others)
            {
                step += random.Between(1, 20);
                planned.Add((step, process, other, isBlock));
                planned.Add((step, other, process, isBlock));
            }
        }

        return others.Count > 0;
    }
}
