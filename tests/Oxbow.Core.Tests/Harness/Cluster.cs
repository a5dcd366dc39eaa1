using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Harness;

/// <summary>
/// Real replicas in one process. Nothing moves by itself: a test opens links, delivers messages one by one, and
/// moves the time. The first peer is A, the base replica and first primary; the ones that join are B, C and so on.
/// </summary>
internal sealed class Cluster
{
    private readonly List<Peer> peers = [];
    private readonly List<Link> links = [];
    private long lastNumber;

    public Cluster(ReplicaOptions? options = null)
    {
        Options = options ?? new();
        First = Add(new(Database, ReplicaId.Base));
    }

    public static DatabaseId Database { get; } = new(new Guid("00112233-4455-6677-8899-aabbccddeeff"));

    public static DateTimeOffset Start { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ReplicaOptions Options { get; }

    public DateTimeOffset Now { get; private set; } = Start;

    public Peer First { get; }

    public IReadOnlyList<Peer> Peers => peers;

    /// <summary>Links that are open, oldest first.</summary>
    public IReadOnlyList<Link> Links => links;

    public Peer this[string name] =>
        peers.Find(peer => peer.Name == name)
            ?? throw new ArgumentException($"There is no replica {name}.", nameof(name));

    private string NextName => peers.Count < 26 ? ((char)('A' + peers.Count)).ToString() : $"R{peers.Count}";

    public void Pass(TimeSpan time) => Now += time;

    /// <summary>
    /// What a write follows that names the write of an origin with a certain stamp as the one before it, with the hash
    /// of that write if any replica holds it.
    /// </summary>
    public Predecessor After(ReplicaId origin, AcceptStamp stamp)
    {
        IEnumerable<Write> writes = peers.SelectMany(peer => peer.Disk.Records).Select(record => record.Write).OfType<Write>();
        Write? before = writes.FirstOrDefault(
            write => write.Id == new WriteId(origin, stamp) || write.Creates(origin, stamp));
        return new(stamp, before?.Hash ?? WriteHash.None);
    }

    /// <summary>A new replica whose creation write <paramref name="creator"/> accepts.</summary>
    public Peer Join(Peer creator)
    {
        PeerMessage answer = AskToJoin(creator);
        return answer is JoinReply reply ? Add(reply.Identity) : throw new InvalidOperationException(answer.ToString());
    }

    /// <summary>A new replica that says what its software executes.</summary>
    public Peer Join(Peer creator, int level)
    {
        ReplicaDescription description = new($"node-{NextName}", default, level);
        PeerMessage answer = AskToJoin(creator, description);
        return answer is JoinReply reply
            ? Add(reply.Identity with { Announced = description })
            : throw new InvalidOperationException(answer.ToString());
    }

    /// <summary>What <paramref name="creator"/> answers to a program that wants to become a replica.</summary>
    public PeerMessage AskToJoin(Peer creator, ReplicaDescription? description = null)
    {
        LinkId id = NextLinkId();
        Queue<PeerMessage> answers = new();
        creator.Open(id, LinkPurpose.Join, isDialer: false, answers);
        creator.Step(new PeerSaid(id, new JoinRequest { Description = description }));
        creator.Close(id);
        return answers.Single();
    }

    /// <summary>Opens a link; both ends greet, nothing is delivered yet.</summary>
    public Link Connect(Peer dialer, Peer listener, LinkPurpose purpose = LinkPurpose.Exchange)
    {
        Link link = new(this, dialer, listener, purpose);
        links.Add(link);
        return link;
    }

    /// <summary>A whole exchange.</summary>
    public void Exchange(Peer dialer, Peer listener)
    {
        Link link = Connect(dialer, listener);
        link.Run();
        link.Close();
    }

    /// <summary>
    /// A whole retirement handover: <paramref name="leaver"/> retires and tells <paramref name="listener"/> everything.
    /// </summary>
    public void Retire(Peer leaver, Peer listener)
    {
        Link link = Connect(leaver, listener, LinkPurpose.RetirementHandover);
        link.Run();
        link.Close();
    }

    /// <summary>
    /// Lets a peer go on without the commits up to a number, if all that have not left have them and the log can be cut
    /// there; true when it did.
    /// </summary>
    public bool Truncate(Peer peer, CommitNumber number)
    {
        BaseState? start = peer.StateAfter(number);
        bool isShared = start is not null && peers.Where(other => !other.HasLeft).All(other =>
            other.Disk.Start.Omitted.End.Number > number
            || other.StateAfter(number)?.Omitted.End == start.Omitted.End);
        if (isShared)
        {
            peer.Truncate(start!);
        }

        return isShared;
    }

    /// <summary>
    /// Exchanges among all that have not left, in rounds, until commits have reached everybody from anywhere.
    /// </summary>
    public void ExchangeAll()
    {
        Peer[] staying = [.. peers.Where(peer => !peer.HasLeft)];
        for (int round = 0; round < 2; round++)
        {
            for (int index = 1; index < staying.Length; index++)
            {
                Exchange(staying[index], staying[index - 1]);
            }

            for (int index = staying.Length - 1; index > 0; index--)
            {
                Exchange(staying[index - 1], staying[index]);
            }
        }
    }

    /// <summary>
    /// What nodes do by themselves: they exchange, and whoever is in quarantine asks the first one for an id.
    /// </summary>
    public void Settle()
    {
        for (int round = 0; round < 5; round++)
        {
            Pass(TimeSpan.FromSeconds(1));
            ExchangeAll();
            foreach (Peer peer in peers.Where(peer => peer.Replica.Standing == Standing.Quarantined))
            {
                Peer creator = peers.First(other => other.Replica.Standing == Standing.Active);
                peer.Step(new IdentityGranted(Assert.IsType<JoinReply>(AskToJoin(creator)).Identity));
            }
        }
    }

    /// <summary>A stable name for a replica id: that of its peer.</summary>
    public string NameOf(ReplicaId id) => peers.Find(peer => peer.HasBeen(id))?.Name ?? id.ToString();

    internal LinkId NextLinkId() => new(++lastNumber);

    internal RequestId NextRequestId() => new(++lastNumber);

    internal void Forget(Link link) => links.Remove(link);

    /// <summary>Cuts every link of a peer, as its crash does.</summary>
    internal void CutLinksOf(Peer peer)
    {
        foreach (Link link in links.Where(link => link.Dialer == peer || link.Listener == peer).ToArray())
        {
            link.Close();
        }
    }

    private Peer Add(ReplicaIdentity identity)
    {
        Peer peer = new(this, NextName, identity);
        peers.Add(peer);
        return peer;
    }
}
