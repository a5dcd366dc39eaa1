using Oxbow.Core;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Node.Loop;
using Oxbow.Storage;
using Oxbow.Storage.Replicas;
using Oxbow.Storage.Segments;

namespace Oxbow.Cli.Bench;

/// <summary>A replica with a file journal in this process, run by the loop that a node runs; answers are counted and dropped.</summary>
internal sealed class BenchReplica : INodeOutput, IDisposable
{
    private readonly ReplicaJournal journal;
    private readonly NodeLoop loop;
    private long answers;
    private PeerMessage? sent;

    private BenchReplica(Replica replica, ReplicaJournal journal)
    {
        this.journal = journal;
        loop = new(replica, journal, this, TimeProvider.System);
        loop.Turn([]);
    }

    /// <summary>The first replica of a new database, in an empty folder.</summary>
    public static BenchReplica CreateFirst(string folder) =>
        Create(folder, new(new(Guid.NewGuid()), ReplicaId.Base));

    /// <summary>A replica that this one creates.</summary>
    public BenchReplica CreateSecond(string folder)
    {
        LinkId link = new(1);
        loop.Turn([new LinkOpened(link, LinkPurpose.Join, IsDialer: false), new PeerSaid(link, new JoinRequest())]);
        loop.Turn([new LinkClosed(link)]);
        return Create(folder, ((JoinReply)sent!).Identity);
    }

    /// <summary>One turn with these writes: one group, one fsync.</summary>
    public void Write(IReadOnlyList<Input> writes)
    {
        long before = answers;
        loop.Turn(writes);
        if (answers - before != writes.Count)
        {
            throw new InvalidOperationException("A write of a benchmark was not answered.");
        }
    }

    /// <summary>Writes a number of documents in large groups.</summary>
    public void Fill(long from, int count)
    {
        const int GroupSize = 1000;
        for (long next = from; next < from + count; next += GroupSize)
        {
            int size = (int)Math.Min(GroupSize, from + count - next);
            long first = next;
            Write([.. Enumerable.Range(0, size).Select(offset => Workload.Write(first + offset))]);
        }
    }

    public void Dispose() => journal.Dispose();

    void INodeOutput.Send(LinkId link, PeerMessage message) => sent = message;

    void INodeOutput.Answer(Reply reply) => answers += reply is WriteAccepted ? 1 : 0;

    void INodeOutput.Report(ReplicaEvent news)
    {
        // Nobody here has a use for news.
    }

    private static BenchReplica Create(string folder, ReplicaIdentity identity)
    {
        ReplicaJournal journal = new(FileJournal.Open(folder, JournalOptions.Default));
        if (journal.Recover() is not null)
        {
            throw new InvalidOperationException($"{folder} is not empty.");
        }

        return new(Replica.Create(identity, new()), journal);
    }
}
