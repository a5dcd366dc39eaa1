using Oxbow.Core;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.State;
using Oxbow.Core.Writes;
using Oxbow.Node.Loop;
using Oxbow.Storage.Replicas;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Exhaustive;

/// <summary>One replica as a node drives it: the real loop over a journal in memory, turn by turn.</summary>
internal sealed class ReplicaMachine : INodeOutput
{
    private static readonly byte[] Collection = "c"u8.ToArray();
    private static readonly byte[] Key = "k"u8.ToArray();
    private static readonly byte[][] Values = ["\"A\""u8.ToArray(), "\"B\""u8.ToArray(), "\"C\""u8.ToArray()];
    private static readonly FrozenTime[] Clocks = [new(0), new(1), new(-1)];
    private static readonly ReplicaOptions Options = new();
    private static readonly RequestId LogRequest = new(0);

    private readonly int slot;
    private readonly Surroundings surroundings;
    private readonly BlockDisk disk;
    private readonly List<PeerSend> sent = [];
    private readonly List<ReplicaEvent> news = [];
    private readonly List<Reply> replies = [];
    private NodeLoop loop = null!;
    private long requests;

    /// <summary>Starts a replica from what a disk holds.</summary>
    public ReplicaMachine(int slot, IEnumerable<ReadOnlyMemory<byte>> blocks, Surroundings surroundings)
    {
        (this.slot, this.surroundings, disk) = (slot, surroundings, new(blocks));
        Start();
    }

    public Replica Replica { get; private set; } = null!;

    /// <summary>What was sent in the last turn.</summary>
    public IReadOnlyList<PeerSend> Sent => sent;

    /// <summary>What was reported in the last turn.</summary>
    public IReadOnlyList<ReplicaEvent> News => news;

    /// <summary>
    /// The log after the last turn. A client reads it in every turn, so that all writes have been run in their present
    /// order.
    /// </summary>
    public IReadOnlyList<LogEntryView> Log { get; private set; } = [];

    /// <summary>Whether the last turn made something durable.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>The durable blocks.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Blocks => disk.Blocks;

    /// <summary>
    /// A link's number is that of the peer at its other end: there is one at a time, and a number only names.
    /// </summary>
    public static LinkId LinkTo(int peer) => new(peer + 1);

    public static int PeerOf(LinkId link) => (int)link.Value - 1;

    public void Open(int peer, LinkPurpose purpose, bool isDialer) => Turn(new LinkOpened(LinkTo(peer), purpose, isDialer));

    public void Close(int peer) => Turn(new LinkClosed(LinkTo(peer)));

    public void Hear(int peer, PeerMessage message) => Turn(new PeerSaid(LinkTo(peer), surroundings.Heard(slot, Replica, message)));

    /// <summary>A client's write. All go to one document, so that the order shows in it.</summary>
    public void Write() => Turn(new SubmitWrite(new(++requests), [Update.Put(Collection, Key, Values[slot])], null));

    /// <summary>An operator lets it take over.</summary>
    public void TakeOver()
    {
        ReplicaId primary = Ask<StatusRead>(id => new ReadStatus(id, WithDocumentsHash: false)).Status.Primary;
        Turn(new TakeOverPrimary(new(++requests), primary));
    }

    /// <summary>Grants an id, as to a program that wants to become a replica.</summary>
    public ReplicaIdentity Create()
    {
        LinkId link = new(0);
        Turn(new LinkOpened(link, LinkPurpose.Join, IsDialer: false), new PeerSaid(link, new JoinRequest()));
        ReplicaIdentity created = ((JoinReply)sent[0].Message).Identity;
        Turn(new LinkClosed(link));
        return created;
    }

    /// <summary>Ends the process and starts it again from what is durable.</summary>
    public void Crash() => Start();

    /// <summary>Asks something.</summary>
    public TReply Ask<TReply>(Func<RequestId, ClientRequest> request)
        where TReply : Reply
    {
        Turn(request(new(++requests)));
        return (TReply)replies[0];
    }

    /// <summary>The document as a client sees it.</summary>
    public DocumentView? Read(ReadView view) => Ask<DocumentRead>(id => new ReadDocument(id, Collection, Key, view, null)).Document;

    void INodeOutput.Send(LinkId link, PeerMessage message) => sent.Add(new(link, message));

    void INodeOutput.Answer(Reply reply)
    {
        if (reply is LogRead read)
        {
            Log = read.Entries;
        }
        else
        {
            replies.Add(reply);
        }
    }

    void INodeOutput.Report(ReplicaEvent news) => this.news.Add(news);

    private void Start()
    {
        ReplicaJournal journal = new(surroundings.Disk(slot, disk.Open()));
        RecoveredReplica recovered = journal.Recover() ?? throw new InvariantBrokenException("I14", "a replica is gone after a crash");
        Replica = Replica.Recover(recovered.Identity, recovered.Records, Options);
        loop = new(Replica, journal, this, Clocks[slot]);
        Turn();
    }

    private void Turn(params IReadOnlyList<Input> inputs)
    {
        sent.Clear();
        news.Clear();
        replies.Clear();
        HasChanged = loop.Turn([.. inputs, new ReadLog(LogRequest, 0, int.MaxValue)]);
    }
}
