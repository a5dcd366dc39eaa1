using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Tests.Laws;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Naive;

/// <summary>
/// A history drawn from a seed: writes over several documents, some of them retried elsewhere, joins, exchanges cut
/// anywhere, live links, direct mail that is lost, doubled and reordered, retirement handovers and crashes, in half of
/// the seeds with the first primary hardly ever in reach, and with the messages of all links delivered in any order
/// across links. After every step the replica that took it is compared with its twin.
/// </summary>
internal sealed class RandomHistory
{
    private const int MaximumPeers = 6;
    private const int MaximumLinks = 6;

    private readonly Random random;
    private readonly int primaryLinkPercent;
    private bool hasTruncated;
    private readonly Cluster cluster;
    private readonly Dictionary<Peer, Watch> watches = [];
    private readonly Oracle oracle = new();
    private readonly List<SubmitWrite> keyed = [];

    public RandomHistory(int seed)
    {
        random = new(seed);
        primaryLinkPercent = random.Next(2) == 0 ? 100 : 5;
        cluster = new(new ReplicaOptions
        {
            BatchBytes = 1024,
            WindowBatches = 1 + random.Next(3),
            MaximumHeldBack = random.Next(2) == 0 ? random.Next(3) : 1024,
            Sizes = Draw.Sizes(new(~seed)),
            ExecutionBudget = seed % 3 == 0 ? 1 + (seed % 7) : new ReplicaOptions().ExecutionBudget,
        });
        Observe(cluster.First);
    }

    public void Run(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            if (random.Next(4) > 0)
            {
                cluster.Pass(TimeSpan.FromMicroseconds(random.Next(2000)));
            }

            Act();
        }

        Heal();
    }

    private Peer[] Active => [.. cluster.Peers.Where(peer => peer.Replica.Standing == Standing.Active)];

    private void Act()
    {
        switch (random.Next(100))
        {
            case < 3 when cluster.Peers.Count < MaximumPeers && !hasTruncated:
                Peer creator = Pick(Active);
                Observe(cluster.Join(creator));
                Observe(creator);
                break;
            case < 5 when Active.Length > 2:
                Leave();
                break;
            case < 9:
                Crash();
                break;
            case < 11 when hasTruncated || random.Next(4) == 0:
                Truncate();
                break;
            case < 14 when cluster.Links.Count < MaximumLinks:
                Connect(Pick([LinkPurpose.Exchange, LinkPurpose.Live, LinkPurpose.Mail]));
                break;
            case < 16 when cluster.Links.Count > 0:
                Close(Pick(cluster.Links));
                break;
            case < 40:
                Write(Pick(Active));
                break;
            default:
                DeliverSomething();
                break;
        }
    }

    private void Write(Peer peer)
    {
        if (random.Next(20) == 0)
        {
            watches[peer].Crashes(() => peer.CrashDuring(DrawWrite(), random.Next(2)));
            return;
        }

        peer.Turn([.. Enumerable.Range(0, random.Next(3) == 0 ? 3 : 1).Select(_ => DrawWrite())]);
        Observe(peer);
    }

    /// <summary>A write; one in four with an idempotency key, and such a one is often said again, anywhere.</summary>
    private SubmitWrite DrawWrite()
    {
        if (keyed.Count > 0 && random.Next(5) == 0)
        {
            return Pick(keyed);
        }

        SubmitWrite write = DrawNewWrite();
        if (random.Next(4) == 0)
        {
            write = write with { RequestKey = new[] { (byte)random.Next(256) } };
            keyed.Add(write);
        }

        return write;
    }

    private SubmitWrite DrawNewWrite()
    {
        Update[] updates = [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => random.Next(4) == 0
            ? Peer.DeleteOf($"k{random.Next(8)}")
            : Peer.PutOf($"k{random.Next(8)}", new string((char)('a' + random.Next(26)), 1 + random.Next(600))))];
        return new(default, updates, null);
    }

    private void Connect(LinkPurpose purpose)
    {
        Peer[] peers = [.. cluster.Peers.Where(peer => !peer.HasLeft)];
        Peer dialer = Pick(peers);
        Peer listener = Pick(peers);
        bool isKeptApart = (dialer == cluster.First || listener == cluster.First)
            && random.Next(100) >= primaryLinkPercent;
        if (dialer != listener && !isKeptApart)
        {
            Open(dialer, listener, purpose);
        }
    }

    /// <summary>
    /// Somebody retires, or tries once more. Left out on purpose: a replica that was just named the next primary and
    /// does not know it yet, because then nobody is left who may commit, and only an operator can help.
    /// </summary>
    private void Leave()
    {
        Peer leaver = Pick([.. cluster.Peers.Where(peer => !peer.HasLeft)]);
        Peer listener = Pick(Active);
        bool isNamed = watches.Values.Any(watch => watch.Twin.Primary == leaver.Id)
            && watches[leaver].Twin.Primary != leaver.Id;
        bool isAwaited = cluster.Links.Any(link => link.Purpose == LinkPurpose.RetirementHandover && (link.Listener == leaver || link.Dialer == listener));
        if (leaver != listener && !isNamed && !isAwaited)
        {
            Open(leaver, listener, LinkPurpose.RetirementHandover);
        }
    }

    private void Open(Peer dialer, Peer listener, LinkPurpose purpose)
    {
        cluster.Connect(dialer, listener, purpose);
        Observe(dialer);
        Observe(listener);
    }

    private void Close(Link link)
    {
        link.Close();
        Observe(link.Dialer);
        Observe(link.Listener);
    }

    private void Crash()
    {
        Peer peer = Pick([.. cluster.Peers.Where(peer => !peer.HasLeft)]);
        watches[peer].Crashes(() => peer.Crash());
    }

    /// <summary>
    /// Somebody goes on without commits that all have. From then on nobody joins: a new replica would have to start
    /// from a base state, too.
    /// </summary>
    private void Truncate()
    {
        Peer peer = Pick([.. cluster.Peers.Where(peer => !peer.HasLeft)]);
        CommitNumber number = new(random.NextInt64(peer.Status(withDocumentsHash: false).CommitNumber.Value + 1));
        watches[peer].Crashes(() =>
        {
            bool isTruncated = cluster.Truncate(peer, number);
            hasTruncated |= isTruncated;
            if (!isTruncated)
            {
                peer.Crash();
            }
        });
    }

    private void DeliverSomething()
    {
        Link[] busy = [.. cluster.Links.Where(link => !link.IsQuiet)];
        if (busy.Length > 0)
        {
            Link link = Pick(busy);
            bool toListener = link.ToDialer.Count == 0 || (link.ToListener.Count > 0 && random.Next(2) == 0);
            Queue<PeerMessage> messages = toListener ? link.ToListener : link.ToDialer;
            Disturb(messages);
            if (messages.Count > 0)
            {
                Deliver(link, toListener, mayCrash: true);
            }
        }
    }

    /// <summary>Mail, and mail alone, is lost, doubled and put behind what came after it.</summary>
    private void Disturb(Queue<PeerMessage> messages)
    {
        if (messages.Peek() is not Mail || random.Next(2) == 0)
        {
            return;
        }

        PeerMessage mail = messages.Dequeue();
        for (int copies = random.Next(3); copies > 0; copies--)
        {
            messages.Enqueue(mail);
        }
    }

    private void Deliver(Link link, bool toListener, bool mayCrash)
    {
        Peer receiver = toListener ? link.Listener : link.Dialer;
        if (mayCrash && random.Next(60) == 0)
        {
            int kept = random.Next(6);
            watches[receiver].Crashes(() => CrashOn(link, toListener, kept));
            return;
        }

        IReadOnlyList<PeerMessage> delivered = link.DeliverInOneTurn(toListener, atMost: 1 + random.Next(3));
        Queue<PeerMessage> answers = toListener ? link.ToDialer : link.ToListener;
        HashSet<long> taken = [.. answers.OfType<Acknowledgement>().Select(answer => answer.Sequence)];
        foreach (Batch batch in delivered.OfType<Batch>().Where(batch => taken.Contains(batch.Sequence)))
        {
            watches[receiver].Heard(batch);
        }

        foreach (Mail mail in delivered.OfType<Mail>())
        {
            watches[receiver].Heard(mail, cluster.Options.MaximumHeldBack);
        }

        Observe(receiver);
        if (receiver.HasLeft)
        {
            CheckNothingIsLost(receiver);
        }
    }

    private static void CrashOn(Link link, bool toListener, int recordsKept)
    {
        if (toListener)
        {
            link.CrashListener(recordsKept);
        }
        else
        {
            link.CrashDialer(recordsKept);
        }
    }

    /// <summary>I18b: whoever leaves has left everything with those that stay.</summary>
    private void CheckNothingIsLost(Peer leaver)
    {
        HashSet<WriteId> elsewhere = [.. watches.Where(pair => !pair.Key.HasLeft).SelectMany(pair => pair.Value.Twin.Held)];
        Must.HoldForAll(watches[leaver].Twin.Held, elsewhere.Contains, id => $"I18: {leaver.Name} left with {id}");
        foreach (Link link in cluster.Links.Where(link => link.Dialer == leaver || link.Listener == leaver).ToArray())
        {
            Close(link);
        }
    }

    /// <summary>I10: without faults and new writes all agree after a few rounds, and nothing stays tentative.</summary>
    private void Heal()
    {
        foreach (Link link in cluster.Links.ToArray())
        {
            Close(link);
        }

        Peer[] staying = [.. cluster.Peers.Where(peer => !peer.HasLeft)];
        for (int round = 0; round < 3; round++)
        {
            for (int index = 1; index < staying.Length; index++)
            {
                ExchangeFully(staying[index - 1], staying[index]);
            }

            for (int index = staying.Length - 1; index > 0; index--)
            {
                ExchangeFully(staying[index - 1], staying[index]);
            }
        }

        ReplicaStatus first = staying[0].Status();
        foreach (Peer peer in staying)
        {
            ReplicaStatus status = peer.Status();
            Assert.Equal((first.CommitNumber, first.Hash, first.Known, 0), (status.CommitNumber, status.Hash, status.Known, status.TentativeCount));
            Assert.Equal(first.DocumentsHash.ToArray(), status.DocumentsHash.ToArray());
            Assert.Equal((oracle.Writes.Count, 0), (status.WriteCount, status.HeldBackCount));
        }
    }

    private void ExchangeFully(Peer dialer, Peer listener)
    {
        Link link = cluster.Connect(dialer, listener);
        while (!link.IsQuiet)
        {
            Deliver(link, link.ToListener.Count > 0, mayCrash: false);
        }

        Close(link);
        Assert.Contains(dialer.Events, news => news is LinkDone { Rejection: null });
    }

    private void Observe(Peer peer)
    {
        if (!watches.TryGetValue(peer, out Watch? watch))
        {
            watch = new(peer, oracle);
            watches.Add(peer, watch);
        }

        // Who waits writes as well, and between two questions nothing may change.
        peer.AnswerAll();
        watch.Check(inDepth: random.Next(4) == 0);
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
