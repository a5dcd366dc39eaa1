using System.Globalization;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Clients;

/// <summary>
/// A long tail is executed over several turns; who needs the latest documents waits for the last of them, in the
/// order in which the requests came.
/// </summary>
public sealed class WaitingRequestsTests
{
    private static readonly byte[] Collection = "songs"u8.ToArray();
    private static readonly WriteId SomeWrite = new(ReplicaId.Base, new(1));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 3)]
    [InlineData(4, 2)]
    [InlineData(5, 1)]
    [InlineData(6, 1)]
    public void A_read_behind_a_tail_is_answered_after_as_many_turns_as_the_budget_makes_of_it(int budget, int turns)
    {
        Peer b = WithTail(Make(budget), 5);
        Assert.Equal([.. Enumerable.Repeat("", turns - 1), "1=4"], TurnsOf(b, Read(1)));
        Assert.False(b.Replica.HasWaitingRequests);
        Assert.Equal(["2=4"], TurnsOf(b, Read(2)));
    }

    [Fact]
    public void Requests_are_answered_in_their_order_and_see_the_writes_before_them()
    {
        Peer b = WithTail(Make(budget: 2), 5);
        ClientRequest[] requests =
        [
            Read(1), Write(2, "x"), Read(3), new ReadLog(new(4), 0, 0), new ReadFate(new(5), SomeWrite), Write(6, "y"),
            Read(7), new ReadStatus(new(8), WithDocumentsHash: true),
        ];
        Assert.Equal(
            ["", "", "1=4 2=WriteAccepted 3=x 4=LogRead 5=FateRead", "6=WriteAccepted 7=y 8=StatusRead"],
            TurnsOf(b, requests));
    }

    [Fact]
    public void What_shows_nothing_tentative_does_not_wait()
    {
        Peer b = WithTail(Make(budget: 1), 5);
        ClientRequest[] requests =
        [
            new ReadStatus(new(2), WithDocumentsHash: false),
            new ReadDocument(new(3), Collection, "k"u8.ToArray(), ReadView.Committed, null),
            new ScanDocuments(new(4), Collection, KeyRange.All, ReadView.Committed, null),
        ];
        Assert.Equal(["2=StatusRead 3= 4=DocumentsRead", "", "", "", "1=4"], TurnsOf(b, [Read(1), .. requests]));
        b = WithTail(Make(budget: 1), 5);
        b.Step(Read(1));
        Assert.All(requests, request => Assert.True(b.Replica.Admits(request)));
    }

    /// <summary>Otherwise peers that send writes on and on would let who waits wait for ever.</summary>
    [Fact]
    public void While_somebody_waits_nothing_is_to_come_in_between()
    {
        Input[] inputs =
        [
            new PeerSaid(new(1), new Acknowledgement(1)), new LinkOpened(new(2), LinkPurpose.Live, IsDialer: true),
            new LinkClosed(new(3)), Read(4), Write(5, "x"), new ReadLog(new(6), 0, 1), new ReadFate(new(7), SomeWrite),
            new ReadStatus(new(8), WithDocumentsHash: true), new RaiseLevel(new(9), 2),
            new EvictReplica(new(10), ReplicaId.Base),
        ];
        Peer b = WithTail(Make(budget: 1), 5);
        Assert.All(inputs, input => Assert.True(b.Replica.Admits(input)));
        b.Step(Read(1));
        Assert.All(inputs, input => Assert.False(b.Replica.Admits(input)));
        b.AnswerAll();
        Assert.All(inputs, input => Assert.True(b.Replica.Admits(input)));
    }

    /// <summary>A batch that comes all the same makes the answer later, and not wrong.</summary>
    [Fact]
    public void Writes_that_come_before_those_executed_are_in_the_answer()
    {
        Cluster cluster = Make(budget: 1);
        Peer d = cluster["D"];
        d.Put("first", "1");
        d.Put("k", "old");
        Peer b = WithTail(cluster, 100);
        b.Turn([Read(1), new ReadStatus(new(2), WithDocumentsHash: true)]);
        for (int turn = 1; turn < 60; turn++)
        {
            b.Turn([]);
        }

        cluster.Exchange(d, b);
        IReadOnlyList<string> turns = TurnsOf(b);
        Assert.InRange(turns.Count, 60, 102);
        Assert.Equal("1=99 2=StatusRead", turns[^1]);
        ReplicaStatus status = Assert.IsType<StatusRead>(b.Replies[1]).Status;
        Assert.Equal(d.Status().DocumentsHash.ToArray(), status.DocumentsHash.ToArray());
    }

    [Fact]
    public void Writes_of_clients_are_executed_within_the_budget_too()
    {
        Peer b = Make(budget: 3)["B"];
        Assert.Equal([3, 3, 1], TurnsOf(b, Writes(7)).Select(answers => answers.Split(' ').Length));
    }

    [Fact]
    public void At_the_primary_nothing_is_pending_and_nobody_waits() =>
        Assert.Single(TurnsOf(Make(budget: 1).First, Writes(20)));

    [Fact]
    public void Software_below_the_format_level_executes_nothing_and_lets_nobody_wait()
    {
        Cluster cluster = new(new ReplicaOptions { ExecutionBudget = 1, SupportedLevel = 2 });
        cluster.First.Step(new Announce(cluster.First.Description));
        Peer b = cluster.Join(cluster.First, level: 2);
        Peer c = cluster.Join(cluster.First, level: 2);
        cluster.ExchangeAll();
        cluster.First.Ask<LevelRaised>(id => new RaiseLevel(id, 2));
        b.Upgrade(1);
        cluster.ExchangeAll();
        c.Put("k", "1");
        c.Put("k", "2");
        cluster.Exchange(b, c);
        Assert.Equal(2, b.Status(withDocumentsHash: false).TentativeCount);
        Assert.Equal(["1="], TurnsOf(b, Read(1)));
    }

    [Fact]
    public void Who_waits_while_the_replica_loses_its_id_is_answered()
    {
        Cluster cluster = Make(budget: 1);
        Peer b = cluster["B"];
        Disk backup = b.Disk.Copy();
        b.Put("mine", "lost");
        cluster.Exchange(b, cluster["D"]);
        b.Restore(backup);
        WithTail(cluster, 100);
        b.Turn([Write(1, "x"), Read(2)]);
        cluster.Exchange(b, cluster["D"]);
        Assert.Equal(Standing.Quarantined, b.Replica.Standing);
        Assert.Equal("1=Quarantined 2=99", TurnsOf(b)[^1]);
    }

    [Fact]
    public void Who_waits_while_the_replica_retires_is_answered()
    {
        Cluster cluster = Make(budget: 1);
        Peer b = WithTail(cluster, 100);
        b.Turn([Write(1, "x"), Read(2)]);
        cluster.Retire(b, cluster.First);
        Assert.True(b.HasLeft);
        Assert.Equal("1=Retired 2=99", TurnsOf(b)[^1]);
    }

    private static ReadDocument Read(int id) => new(new(id), Collection, "k"u8.ToArray(), ReadView.Latest, null);

    private static SubmitWrite Write(int id, string value) => new(new(id), [Peer.PutOf("k", value)], null);

    private static ClientRequest[] Writes(int count) => [.. Enumerable.Range(1, count).Select(id => Write(id, "x"))];

    /// <summary>The primary A and three others, who know one another; nothing is tentative.</summary>
    private static Cluster Make(int budget)
    {
        Cluster cluster = new(new ReplicaOptions { ExecutionBudget = budget });
        for (int count = 0; count < 3; count++)
        {
            cluster.Join(cluster.First);
        }

        cluster.ExchangeAll();
        return cluster;
    }

    /// <summary>B, which has got writes of C, all of one document, and has executed none of them.</summary>
    private static Peer WithTail(Cluster cluster, int length)
    {
        for (int count = 0; count < length; count++)
        {
            cluster["C"].Put("k", count.ToString(CultureInfo.InvariantCulture));
        }

        cluster.Exchange(cluster["C"], cluster["B"]);
        return cluster["B"];
    }

    /// <summary>The answers of each turn until nobody waits; the first one takes all requests.</summary>
    private static List<string> TurnsOf(Peer peer, params IReadOnlyList<ClientRequest> requests)
    {
        List<string> turns = [];
        peer.Turn(requests);
        turns.Add(Text(peer));
        while (peer.Replica.HasWaitingRequests)
        {
            peer.Turn([]);
            turns.Add(Text(peer));
        }

        return turns;
    }

    private static string Text(Peer peer) =>
        string.Join(' ', peer.Replies.Select(reply => $"{reply.Id.Value}={Text(reply)}"));

    private static string? Text(Reply reply) => reply switch
    {
        DocumentRead read => Peer.TextOf(read.Document),
        Rejected rejected => rejected.Rejection.Code.ToString(),
        _ => reply.GetType().Name,
    };
}
