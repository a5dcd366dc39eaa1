using Oxbow.Core.Messages;

namespace Oxbow.Core.Tests.Harness;

/// <summary>A link between two peers: two queues of messages on their way, delivered when the test says so.</summary>
internal sealed class Link
{
    private readonly Cluster cluster;
    private readonly LinkId dialerEnd;
    private readonly LinkId listenerEnd;

    internal Link(Cluster cluster, Peer dialer, Peer listener, LinkPurpose purpose)
    {
        this.cluster = cluster;
        (Dialer, Listener, Purpose) = (dialer, listener, purpose);
        (dialerEnd, listenerEnd) = (cluster.NextLinkId(), cluster.NextLinkId());
        dialer.Open(dialerEnd, purpose, isDialer: true, ToListener);
        listener.Open(listenerEnd, purpose, isDialer: false, ToDialer);
    }

    public LinkPurpose Purpose { get; }

    public Peer Dialer { get; }

    public Peer Listener { get; }

    public Queue<PeerMessage> ToListener { get; } = new();

    public Queue<PeerMessage> ToDialer { get; } = new();

    public bool IsOpen { get; private set; } = true;

    public bool IsQuiet => ToListener.Count == 0 && ToDialer.Count == 0;

    /// <summary>Delivers the oldest message for the listener.</summary>
    public PeerMessage DeliverToListener() => Deliver(ToListener, Listener, listenerEnd);

    /// <summary>Delivers the oldest message for the dialer.</summary>
    public PeerMessage DeliverToDialer() => Deliver(ToDialer, Dialer, dialerEnd);

    /// <summary>Delivers several messages in one turn of their receiver, and what it is asked after them.</summary>
    public IReadOnlyList<PeerMessage> DeliverInOneTurn(bool toListener, int atMost, params Input[] after)
    {
        (Queue<PeerMessage> messages, Peer target, LinkId end) = toListener
            ? (ToListener, Listener, listenerEnd)
            : (ToDialer, Dialer, dialerEnd);
        List<PeerMessage> delivered = [];
        while (delivered.Count < atMost && messages.TryDequeue(out PeerMessage? message))
        {
            delivered.Add(message);
        }

        target.Turn([.. delivered.Select(message => new PeerSaid(end, message)), .. after]);
        return delivered;
    }

    /// <summary>
    /// Delivers the oldest message for the listener, which crashes with only some of what it persists on disk.
    /// </summary>
    public void CrashListener(int recordsKept) =>
        Listener.CrashDuring(new PeerSaid(listenerEnd, ToListener.Dequeue()), recordsKept);

    /// <summary>The same at the dialer.</summary>
    public void CrashDialer(int recordsKept) =>
        Dialer.CrashDuring(new PeerSaid(dialerEnd, ToDialer.Dequeue()), recordsKept);

    /// <summary>Says something to the listener that the dialer never said.</summary>
    public void ForgeToListener(PeerMessage message) => Listener.Step(new PeerSaid(listenerEnd, message));

    /// <summary>Says something to the dialer that the listener never said.</summary>
    public void ForgeToDialer(PeerMessage message) => Dialer.Step(new PeerSaid(dialerEnd, message));

    /// <summary>Delivers in turns until nothing is on its way, or until a number of messages was delivered.</summary>
    public int Run(int messages = int.MaxValue)
    {
        int delivered = 0;
        while (delivered < messages && !IsQuiet)
        {
            if (ToListener.Count > 0)
            {
                DeliverToListener();
                delivered++;
            }

            if (delivered < messages && ToDialer.Count > 0)
            {
                DeliverToDialer();
                delivered++;
            }
        }

        return delivered;
    }

    /// <summary>Both ends learn that the link is gone; what was on its way is lost.</summary>
    public void Close()
    {
        if (!IsOpen)
        {
            return;
        }

        IsOpen = false;
        ToListener.Clear();
        ToDialer.Clear();
        cluster.Forget(this);
        Dialer.Close(dialerEnd);
        Listener.Close(listenerEnd);
    }

    private static PeerMessage Deliver(Queue<PeerMessage> messages, Peer target, LinkId end)
    {
        PeerMessage message = messages.Dequeue();
        target.Step(new PeerSaid(end, message));
        return message;
    }
}
