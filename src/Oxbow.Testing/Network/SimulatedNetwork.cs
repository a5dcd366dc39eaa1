using Oxbow.Core.Messages;
using Oxbow.Node.Links;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Reporting;
using Oxbow.Wire.Peers;

namespace Oxbow.Testing.Network;

/// <summary>All links between processes. Within a link bytes keep their order; across links nothing does.</summary>
internal sealed class SimulatedNetwork(World world)
{
    private const int LateMessagesKept = 32;

    private readonly HashSet<(SimulatedProcess From, SimulatedProcess To)> blocked = [];
    private readonly Queue<(SimulatedProcess Process, PeerSaid Said)> heard = [];

    /// <summary>Ends that something may still arrive at.</summary>
    public List<LinkEnd> Ends { get; } = [];

    public int LinkCount => (Ends.Count + 1) / 2;

    public bool IsBlocked(SimulatedProcess from, SimulatedProcess to) => blocked.Contains((from, to));

    public void Block(SimulatedProcess from, SimulatedProcess to) => blocked.Add((from, to));

    public void Unblock(SimulatedProcess from, SimulatedProcess to) => blocked.Remove((from, to));

    public void UnblockAll() => blocked.Clear();

    /// <summary>Opens a link; null when the path is down or the listener does not run.</summary>
    public LinkEnd? Dial(SimulatedProcess dialer, SimulatedProcess listener, LinkPurpose purpose)
    {
        if (dialer == listener || IsBlocked(dialer, listener) || IsBlocked(listener, dialer) || listener.State != ProcessState.Running)
        {
            return null;
        }

        if (LinkTraits.Of(purpose).DialerHasNoReplica)
        {
            return Call(
                dialer, listener, purpose, dialer.HearAnswer, new JoinRequest { Description = dialer.Description });
        }

        LinkEnd from = Connect(dialer, listener, purpose);
        dialer.Mail.Add(new LinkOpened(from.Id, purpose, IsDialer: true));
        return from;
    }

    /// <summary>A program that is no replica speaks to one, and hears one answer.</summary>
    public LinkEnd Call(SimulatedProcess caller, SimulatedProcess listener, LinkPurpose purpose, Action<PeerMessage> hears, params PeerMessage[] messages)
    {
        LinkEnd from = Connect(caller, listener, purpose);
        from.Hears = hears;
        foreach (PeerMessage message in messages)
        {
            from.Other.Incoming.AddLast(FrameBytes.Of(PeerCodec.Encode(message).Span));
        }

        return from;
    }

    private LinkEnd Connect(SimulatedProcess dialer, SimulatedProcess listener, LinkPurpose purpose)
    {
        (LinkEnd from, LinkEnd to) = LinkEnd.Connect(world.NextLink(), purpose, dialer, listener);
        world.Trace.Say(dialer.Name, "dial", $"link {from.Id.Value} to {listener.Name} for {purpose}");
        dialer.Ends.Add(from.Id.Value, from);
        Ends.Add(from);
        Ends.Add(to);
        to.Incoming.AddLast([]);
        return from;
    }

    /// <summary>True when something can arrive at this end now.</summary>
    public bool CanDeliver(LinkEnd end) =>
        end.Incoming.Count > 0
        && end.StalledUntil <= world.Step
        && (end.IsDead || end.Process.State == ProcessState.Running || end.IsProgram)
        && !IsBlocked(end.Other.Process, end.Process);

    /// <summary>The next frame arrives.</summary>
    public void Deliver(LinkEnd end)
    {
        byte[]? frame = end.Incoming.First!.Value;
        end.Incoming.RemoveFirst();
        if (frame is null)
        {
            End(end);
        }
        else if (!end.IsDead)
        {
            Arrive(end, frame);
        }
    }

    /// <summary>Breaks a link; what is on the way arrives up to somewhere.</summary>
    public void Cut(LinkEnd end)
    {
        Break(end);
        Break(end.Other);
    }

    /// <summary>Gives a process a message over a link that is gone; false when there is none.</summary>
    public bool TryRepeatLate()
    {
        (SimulatedProcess Process, PeerSaid Said)[] late =
            [.. heard.Where(pair => pair.Process.State == ProcessState.Running && !pair.Process.Ends.ContainsKey(pair.Said.Link.Value))];
        if (late.Length == 0)
        {
            return false;
        }

        (SimulatedProcess process, PeerSaid said) = world.Plan.Network.Pick(late);
        process.Mail.Add(said);
        return true;
    }

    /// <summary>Forgets links of which nobody listens at either end.</summary>
    public void Sweep() => Ends.RemoveAll(end => end.IsDead && (end.Other.IsDead || end.Incoming.Count == 0));

    private void Arrive(LinkEnd end, byte[] frame)
    {
        if (frame.Length == 0)
        {
            end.Process.Ends.Add(end.Id.Value, end);
            end.Process.Mail.Add(new LinkOpened(end.Id, end.Purpose, IsDialer: false));
            return;
        }

        if (FrameBytes.Read(frame) is not { } payload)
        {
            world.Counters.Note(Branch.FrameRefused);
            Break(end);
            End(end);
            return;
        }

        if (PeerCodec.TryDecode(payload, out PeerMessage? message) is { } fault)
        {
            throw new InvariantBrokenException("I15", $"A message that {end.Other.Process.Name} encoded cannot be read: {fault}");
        }

        Hear(end, message!);
    }

    private void Hear(LinkEnd end, PeerMessage message)
    {
        world.Trace.Say(end.Process.Name, "hear", $"link {end.Id.Value}: {MessageText.Of(message)}");
        if (end.IsProgram)
        {
            end.Hears!(message);
            End(end);
            return;
        }

        if (message is Acknowledgement acknowledgement)
        {
            end.BatchesAcknowledged = Math.Max(end.BatchesAcknowledged, acknowledgement.Sequence);
        }

        PeerSaid said = new(end.Id, message);
        heard.Enqueue((end.Process, said));
        if (heard.Count > LateMessagesKept)
        {
            heard.Dequeue();
        }

        end.Process.Mail.Add(said);
    }

    private void Break(LinkEnd end)
    {
        int kept = world.Plan.Network.Below(end.Incoming.Count + 1);
        while (end.Incoming.Count > kept)
        {
            end.Incoming.RemoveLast();
        }

        end.Other.HasEnded = true;
        end.Incoming.AddLast((byte[]?)null);
    }

    /// <summary>The other end has said its last word: this one says its own.</summary>
    private void End(LinkEnd end)
    {
        if (end.IsDead)
        {
            return;
        }

        end.IsDead = true;
        end.Incoming.Clear();
        end.Process.Close(end);
        if (end.Purpose == LinkPurpose.RetirementHandover && end.IsDialer && !end.Process.HasHandedOver)
        {
            world.Counters.Note(Branch.RetirementHandoverCut);
        }

        if (!end.HasEnded)
        {
            end.HasEnded = true;
            end.Other.Incoming.AddLast((byte[]?)null);
        }
    }
}
