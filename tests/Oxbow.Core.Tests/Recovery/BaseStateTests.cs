using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Recovery;

/// <summary>
/// A replica that has omitted its first commits goes on as one that has not: B omits everything, C nothing.
/// </summary>
public sealed class BaseStateTests
{
    private readonly Cluster cluster;
    private readonly Peer a;
    private readonly Peer b;
    private readonly Peer c;

    public BaseStateTests()
    {
        cluster = new(new ReplicaOptions { SupportedLevel = 2 });
        a = cluster.First;
        (b, c) = (cluster.Join(a), cluster.Join(a));
        a.Put("k", "before");
        cluster.ExchangeAll();
    }

    [Fact]
    public void It_has_the_same_documents_number_hash_vector_and_log_behind_them()
    {
        a.Put("gone", "1");
        a.Delete("gone");
        cluster.ExchangeAll();
        OmitAll();
        WriteId later = b.Put("k", "later");
        c.Put("other", "1");
        cluster.Pass(TimeSpan.FromSeconds(1));
        cluster.ExchangeAll();
        AssertEqual();
        Assert.Equal(("later", null), (b.Get("k"), b.Get("gone")));
        Assert.True(b.Log()[0].CommitNumber > c.Log()[0].CommitNumber);
        Assert.True(b.Fate(later)!.Value.CommitNumber.IsGiven);
    }

    [Fact]
    public void It_survives_restarts()
    {
        OmitAll();
        b.Put("k", "tentative");
        string before = Describe(b);
        b.Crash();
        Assert.Equal(before, Describe(b));
        cluster.ExchangeAll();
        b.Crash();
        AssertEqual();
    }

    [Fact]
    public void A_retry_of_an_omitted_write_gets_its_fate_and_changes_nothing()
    {
        SubmitWrite request = new(new(1_000_001), [Peer.PutOf("k", "once")], null) { RequestKey = "retry"u8.ToArray() };
        WriteAccepted first = c.Ask<WriteAccepted>(id => request with { Id = id });
        cluster.ExchangeAll();
        OmitAll();
        WriteAccepted again = b.Ask<WriteAccepted>(id => request with { Id = id });
        Assert.Equal(c.Fate(first.Fate.Write), again.Fate);
        Assert.True(again.Fate.CommitNumber.IsGiven);
        Assert.Equal(0, b.Status().TentativeCount);
    }

    [Fact]
    public void A_replica_that_an_omitted_write_created_and_that_never_spoke_is_heard()
    {
        Peer d = cluster.Join(b);
        cluster.ExchangeAll();
        OmitAll();
        d.Put("first", "1");
        cluster.Exchange(d, b);
        cluster.ExchangeAll();
        Assert.Equal("1", b.Get("first"));
        AssertEqual();
    }

    [Fact]
    public void A_retirement_and_an_eviction_that_are_omitted_still_count()
    {
        (Peer leaver, Peer lost) = (cluster.Join(a), cluster.Join(a));
        cluster.ExchangeAll();
        cluster.Retire(leaver, a);
        a.Ask<WriteAccepted>(id => new EvictReplica(id, lost.Id));
        cluster.Exchange(b, a);
        cluster.Exchange(c, a);
        OmitAll();
        WriteId late = lost.Put("late", "1");
        Write write = lost.Log().Single(entry => entry.Write.Id == late).Write;
        Link link = cluster.Connect(c, b);
        link.DeliverToListener();
        link.ForgeToListener(new Batch(1, [LogRecord.Of(write, CommitNumber.None)], EndsRun: false));
        Assert.IsType<Acknowledgement>(link.ToDialer.Last());
        Assert.Null(b.Fate(late));
        SettleWithFirst();
        Assert.NotEqual(late.Origin, lost.Id);
        Assert.Equal("1", b.Get("late"));
        AssertEqual();
    }

    [Fact]
    public void The_format_level_and_the_primary_of_omitted_writes_are_in_force()
    {
        foreach (Peer peer in cluster.Peers)
        {
            peer.Step(new Announce(peer.Description));
        }

        cluster.ExchangeAll();
        a.Ask<LevelRaised>(id => new RaiseLevel(id, 2));
        a.Ask<WriteAccepted>(id => new MovePrimary(id, b.Id));
        cluster.ExchangeAll();
        OmitAll();
        WriteAccepted newer = b.PutNewer<WriteAccepted>("k", "newer");
        Assert.True(newer.Fate.CommitNumber.IsGiven);
        Assert.Equal((2, b.Id), (b.Status().Level, b.Status().Primary));
        cluster.ExchangeAll();
        AssertEqual();
    }

    /// <summary>Its bearer makes again what another bearer of its id, unknown to it, has committed long ago.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_write_that_repeats_an_omitted_one_changes_nothing(bool isRemadeTwice)
    {
        Disk backup = b.Disk.Copy();
        b.Put("forgotten", "1");
        cluster.Exchange(b, a);
        b.Restore(backup);
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId forked = b.Put("forked", "2");
        Peer bystander = cluster.Join(a);
        cluster.Exchange(b, bystander);
        if (isRemadeTwice)
        {
            // The bystander makes it again, and so does its bearer once it comes back.
            cluster.Exchange(bystander, a);
            cluster.Exchange(bystander, a);
            cluster.Exchange(bystander, a);
        }

        cluster.Exchange(c, a);
        c.Truncate(c.StateAfter(c.Status().CommitNumber)!);
        SettleWithFirst();
        AssertEqual();
        Assert.Equal("2", c.Get("forked"));
        Assert.Single(a.Log(), entry => entry.Write.Root.Id == forked && entry.Outcome == Outcome.Applied);
    }

    /// <summary>Of two histories of an id the later one was committed, where the earlier one was not known.</summary>
    [Fact]
    public void A_write_that_is_made_again_from_an_omitted_one_changes_nothing()
    {
        (Peer d, Peer e) = (cluster.Join(a), cluster.Join(a));
        cluster.Exchange(d, a);
        cluster.Exchange(e, a);
        Disk backup = b.Disk.Copy();
        b.Put("early", "1");
        cluster.Exchange(b, e);
        b.Restore(backup);
        cluster.Pass(TimeSpan.FromSeconds(1));
        WriteId later = b.Put("k", "later");
        cluster.Exchange(b, d);
        cluster.Exchange(d, e);
        cluster.Exchange(d, e);
        Assert.Contains(d.Log(), entry => entry.Write.Original?.Id == later);
        cluster.Exchange(b, a);
        cluster.Exchange(c, a);
        c.Truncate(c.StateAfter(c.Status().CommitNumber)!);
        a.Put("k", "last");
        SettleWithFirst();
        AssertEqual();
        Assert.Single(a.Log(), entry => entry.Write.Root.Id == later && entry.Outcome == Outcome.Applied);
        Assert.Contains(a.Log(), entry => entry.Write.Original?.Id == later && entry.Outcome == Outcome.Repeated);
        Assert.Equal(("1", "last"), (c.Get("early"), c.Get("k")));
    }

    /// <summary>Nothing is taken, nothing is compared, nobody is accused.</summary>
    [Fact]
    public void A_peer_that_sends_what_is_omitted_is_thanked()
    {
        LogEntryView[] all = [.. b.Log()];
        OmitAll();
        string before = Describe(b);
        Link link = cluster.Connect(c, b);
        link.DeliverToListener();
        LogRecord[] records =
        [
            .. all.Select(entry => LogRecord.Of(entry.Write, entry.CommitNumber)),
            .. all.Select(entry => LogRecord.Of(entry.Write, CommitNumber.None)),
            .. all.Select(entry => LogRecord.Notice(entry.Write.Id, entry.CommitNumber)),
        ];
        link.ForgeToListener(new Batch(1, records, EndsRun: false));
        Assert.IsType<Acknowledgement>(link.ToDialer.Last());
        Assert.Equal(before, Describe(b));
        Assert.DoesNotContain(b.Events, news => news is Alarm);
    }

    /// <summary>
    /// The data folder of C was restored, and it wrote again under stamps of which the other writes are omitted. Then
    /// it is lost for good, and a bystander alone holds that.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_replica_does_not_leave_with_another_history_of_what_is_omitted(bool isOmitted)
    {
        Peer d = cluster.Join(a);
        cluster.Exchange(d, a);
        Disk backup = c.Disk.Copy();
        DateTimeOffset then = cluster.Now;
        c.Put("forgotten", "1");
        cluster.Pass(TimeSpan.FromSeconds(1));
        c.Put("forgotten too", "1");
        cluster.Exchange(c, a);
        cluster.Exchange(b, a);
        c.Restore(backup);
        c.ClockError = then - cluster.Now + TimeSpan.FromMilliseconds(1);
        c.Put("forked", "2");
        cluster.Exchange(c, d);
        if (isOmitted)
        {
            OmitAll();
        }

        cluster.Retire(d, b);
        Assert.True(!d.HasLeft || b.Get("forked") == "2");
    }

    [Fact]
    public void Another_write_under_an_omitted_number_is_refused()
    {
        WriteId other = c.Put("k", "other");
        Write write = c.Log().Single(entry => entry.Write.Id == other).Write;
        OmitAll();
        string before = Describe(b);
        Link link = cluster.Connect(c, b);
        link.DeliverToListener();
        link.ForgeToListener(new Batch(1, [LogRecord.Of(write, new(1))], EndsRun: false));
        Assert.Equal(RejectionCode.Diverged, Assert.IsType<Refusal>(link.ToDialer.Last()).Rejection.Code);
        Assert.Equal(before, Describe(b));
    }

    [Fact]
    public void A_peer_that_lacks_what_is_omitted_is_told_so_and_learns_it_elsewhere()
    {
        Peer late = cluster.Join(a);
        cluster.Exchange(b, a);
        OmitAll();
        cluster.Exchange(late, b);
        Assert.Contains(late.Events, news => news is LinkDone { Rejection: { Code: RejectionCode.Hole, Detail: var said } }
            && said.Contains("not here any more", StringComparison.Ordinal));
        SettleWithFirst();
        cluster.Exchange(late, b);
        AssertEqual();
    }

    /// <summary>SOSP 1997, section 3.3: an omitted vector covers a prefix of each origin's writes.</summary>
    [Fact]
    public void No_prefix_ends_between_a_take_over_and_what_its_origin_accepted_before()
    {
        b.Put("cause", "1");
        WriteFate takeOver = b.Ask<WriteAccepted>(id => new TakeOverPrimary(id, a.Id)).Fate;
        Assert.Null(b.StateAfter(takeOver.CommitNumber));
        Assert.NotNull(b.StateAfter(takeOver.CommitNumber.Next));
    }

    private void OmitAll() => b.Truncate(b.StateAfter(b.Status().CommitNumber)!);

    /// <summary>All exchange with A, which holds everything; who is in quarantine gets an id there.</summary>
    private void SettleWithFirst()
    {
        for (int round = 0; round < 5; round++)
        {
            foreach (Peer peer in cluster.Peers.Where(peer => peer != a && !peer.HasLeft))
            {
                cluster.Exchange(peer, a);
                if (peer.Replica.Standing == Standing.Quarantined)
                {
                    peer.Step(new IdentityGranted(Assert.IsType<JoinReply>(cluster.AskToJoin(a)).Identity));
                }
            }
        }
    }

    private void AssertEqual() => Assert.Single(cluster.Peers.Where(peer => !peer.HasLeft).Select(Describe).Distinct());

    private static string Describe(Peer peer)
    {
        ReplicaStatus status = peer.Status();
        return $"{status.Primary} {status.Epoch} {status.Level} {status.CommitNumber} {status.Hash} {status.Known} "
            + $"{status.TentativeCount} {status.WriteCount} {Convert.ToHexString(status.DocumentsHash.Span)}";
    }
}
