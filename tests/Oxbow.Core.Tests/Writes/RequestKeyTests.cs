using System.Text;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Writes;

/// <summary>I16: a client that did not hear the answer says its write again, anywhere, and it takes effect once.</summary>
public sealed class RequestKeyTests
{
    private readonly Cluster cluster = new();
    private readonly Peer b;
    private readonly Peer c;

    public RequestKeyTests()
    {
        (b, c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
    }

    [Fact]
    public void A_retry_at_the_same_replica_gets_the_same_fate_and_leaves_no_trace()
    {
        WriteFate first = Put(b, "r", "1").Fate;
        int records = b.Disk.Records.Count;
        Assert.Equal(first, Put(b, "r", "1").Fate);
        Assert.Equal(records, b.Disk.Records.Count);
        cluster.Exchange(b, cluster.First);
        WriteFate committed = Put(b, "r", "1").Fate;
        Assert.Equal((first.Write, Outcome.Applied, true), (committed.Write, committed.Outcome, committed.CommitNumber.IsGiven));
        Assert.Equal(committed, Put(cluster.First, "r", "1").Fate);
    }

    [Fact]
    public void Two_retries_in_one_turn_are_one_write()
    {
        long before = b.Replica.WriteCount;
        b.Turn([Submit("r", "1")(new(1)), Submit("r", "1")(new(2))]);
        Assert.Equal(before + 1, b.Replica.WriteCount);
    }

    [Fact]
    public void A_retry_at_a_replica_that_lacks_the_first_is_repeated_once_they_meet()
    {
        WriteId first = Put(b, "r", "1").Fate.Write;
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId second = Put(c, "r", "1").Fate.Write;
        Assert.NotEqual(first, second);
        cluster.Exchange(c, b);
        AssertFates(b, first, second);
        AssertFates(c, first, second);
        cluster.ExchangeAll();
        AssertFates(cluster.First, first, second);
        AssertEqualEverywhere();
    }

    [Fact]
    public void When_the_retry_is_committed_first_the_first_is_the_repeated_one()
    {
        WriteId first = Put(b, "r", "1").Fate.Write;
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId second = Put(c, "r", "1").Fate.Write;
        cluster.Exchange(c, cluster.First);
        AssertFates(b, effective: first, repeated: null);
        cluster.Exchange(b, c);
        AssertFates(b, second, first);
        AssertFates(c, second, first);
        cluster.ExchangeAll();
        AssertFates(cluster.First, second, first);
        AssertEqualEverywhere();
    }

    /// <summary>Both replicas hold both; which of them counts changes when the commits turn their order round.</summary>
    [Fact]
    public void Which_of_two_counts_may_change_while_they_are_tentative()
    {
        WriteId first = Put(b, "r", "1").Fate.Write;
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId second = Put(c, "r", "1").Fate.Write;
        Link cut = cluster.Connect(c, cluster.First);
        cut.DeliverToDialer();
        cut.DeliverToListener();
        cut.DeliverToListener();
        cut.Close();
        Assert.True(cluster.First.Fate(second)?.CommitNumber.IsGiven);
        cluster.Exchange(b, c);
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId later = c.Put("k", "later");
        AssertFates(b, first, second);
        AssertFates(c, first, second);

        cluster.Exchange(c, cluster.First);
        AssertFates(c, second, first);
        Assert.Equal(later, Assert.Single(c.Scan(ReadView.Latest)).Write);
        Assert.Equal(second, Put(c, "r", "1").Fate.Write);
        cluster.ExchangeAll();
        AssertFates(b, second, first);
        AssertEqualEverywhere();
    }

    [Fact]
    public void A_repeated_write_changes_nothing_even_after_others_wrote()
    {
        Put(b, "r", "old");
        cluster.Exchange(b, cluster.First);
        cluster.Pass(TimeSpan.FromSeconds(1));
        cluster.First.Put("k", "new");
        cluster.Pass(TimeSpan.FromSeconds(1));
        Put(c, "r", "old");
        Assert.Equal("old", c.Get("k"));
        cluster.ExchangeAll();
        Assert.All(cluster.Peers, peer => Assert.Equal("new", peer.Get("k")));
        AssertEqualEverywhere();
    }

    [Fact]
    public void The_same_key_for_something_else_is_refused_and_changes_nothing()
    {
        Put(b, "r", "1");
        int records = b.Disk.Records.Count;
        foreach (Update[] other in (Update[][])
            [
                [Peer.PutOf("k", "2")],
                [Peer.PutOf("j", "1")],
                [Peer.DeleteOf("k")],
                [Peer.PutOf("k", "1"), Peer.PutOf("j", "1")],
                [Peer.PutOf("k", "1") with { Collection = "other"u8.ToArray() }],
            ])
        {
            Assert.Equal(RejectionCode.RequestKeyReused, b.Ask<Rejected>(id => new SubmitWrite(id, other, null) { RequestKey = Bytes("r") }).Rejection.Code);
        }

        Assert.Equal(records, b.Disk.Records.Count);
        Assert.Equal("1", b.Get("k"));
    }

    [Fact]
    public void A_retry_that_says_less_is_refused()
    {
        b.Ask<WriteAccepted>(id => new SubmitWrite(id, [Peer.PutOf("k", "1"), Peer.PutOf("j", "1")], null) { RequestKey = Bytes("r") });
        Assert.Equal(RejectionCode.RequestKeyReused, b.Ask<Rejected>(Submit("r", "1")).Rejection.Code);
    }

    [Fact]
    public void Writes_without_a_key_or_with_different_keys_are_different_writes()
    {
        Assert.NotEqual(Put(b, "", "1").Fate.Write, Put(b, "", "1").Fate.Write);
        Assert.NotEqual(Put(b, "r", "1").Fate.Write, Put(b, "s", "1").Fate.Write);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_key_is_known_after_a_crash(bool isCommitted)
    {
        WriteId first = Put(b, "r", "1").Fate.Write;
        if (isCommitted)
        {
            cluster.Exchange(b, cluster.First);
        }

        b.Crash();
        Assert.Equal(first, Put(b, "r", "1").Fate.Write);
        Assert.Equal(RejectionCode.RequestKeyReused, b.Ask<Rejected>(Submit("r", "2")).Rejection.Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_retry_after_a_crash_during_the_first_is_accepted_or_finds_it(int recordsKept)
    {
        long before = b.Replica.WriteCount;
        b.CrashDuring(Submit("r", "1")(default), recordsKept);
        Assert.Equal(before + recordsKept, b.Replica.WriteCount);
        Put(b, "r", "1");
        Assert.Equal(before + 1, b.Replica.WriteCount);
        Assert.Equal("1", b.Get("k"));
    }

    [Theory]
    [InlineData(WriteLimits.MaximumRequestKeyBytes, true)]
    [InlineData(WriteLimits.MaximumRequestKeyBytes + 1, false)]
    public void A_key_has_a_limit(int length, bool isSound)
    {
        Reply reply = b.Ask<Reply>(Submit(new string('r', length), "1"));
        Assert.Equal(isSound, reply is WriteAccepted);
        Assert.True(isSound || reply is Rejected { Rejection.Code: RejectionCode.Invalid });
    }

    [Fact]
    public void A_retry_in_a_session_binds_the_session_to_the_first()
    {
        WriteId first = Put(b, "r", "1").Fate.Write;
        cluster.Exchange(b, c);
        SessionState? after = Put(c, "r", "1", SessionState.New).Session;
        Assert.Equal(first.Stamp, after?.WriteVector[first.Origin]);
        Assert.NotEmpty(cluster.First.ReadRefused("k", after!).Missing);
        Assert.Equal("1", Peer.TextOf(b.Read("k", after).Document));
    }

    /// <summary>The retry needs no more than its own first, even where the session's later writes are missing.</summary>
    [Fact]
    public void A_retry_is_answered_where_the_first_is_held_and_refused_where_the_session_is_not_satisfied()
    {
        WriteAccepted first = Put(b, "r", "1", SessionState.New);
        cluster.Exchange(b, cluster.First);
        SessionState later = b.Write(first.Session, Peer.PutOf("j", "2")).Session!;
        Assert.Equal(first.Fate.Write, Put(cluster.First, "r", "1", later).Fate.Write);
        Assert.Equal(RejectionCode.SessionNotSatisfied, c.Ask<Rejected>(Submit("r", "1", later)).Rejection.Code);
    }

    [Fact]
    public void A_late_retry_does_not_take_a_session_per_key_back()
    {
        WriteAccepted first = Put(b, "r", "1", SessionState.New with { Scope = SessionScope.Key });
        cluster.Exchange(b, cluster.First);
        WriteAccepted second = b.Write(first.Session, Peer.PutOf("k", "2"));
        SessionState after = Put(b, "r", "1", second.Session).Session!;
        Assert.Equal(second.Fate.Write, Assert.Single(after.KeysWritten).Value);
        Assert.NotEmpty(cluster.First.ReadRefused("k", after).Missing);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static Func<RequestId, SubmitWrite> Submit(string requestKey, string value, SessionState? session = null) =>
        id => new(id, [Peer.PutOf("k", value)], session) { RequestKey = Bytes(requestKey) };

    private static WriteAccepted Put(Peer peer, string requestKey, string value, SessionState? session = null) =>
        peer.Ask<WriteAccepted>(Submit(requestKey, value, session));

    private static void AssertFates(Peer peer, WriteId effective, WriteId? repeated)
    {
        Assert.Equal(Outcome.Applied, peer.Fate(effective)?.Outcome);
        Assert.Equal(repeated is null ? null : Outcome.Repeated, repeated is { } write ? peer.Fate(write)?.Outcome : null);
    }

    private void AssertEqualEverywhere()
    {
        ReplicaStatus first = cluster.First.Status();
        foreach (Peer peer in cluster.Peers)
        {
            ReplicaStatus status = peer.Status();
            Assert.Equal((first.CommitNumber, first.Hash, 0), (status.CommitNumber, status.Hash, status.TentativeCount));
            Assert.Equal(first.DocumentsHash.ToArray(), status.DocumentsHash.ToArray());
            Assert.Equal(cluster.First.Log().Select(entry => (entry.Write.Id, entry.Outcome)), peer.Log().Select(entry => (entry.Write.Id, entry.Outcome)));
        }
    }
}
