using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Vectors;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.BadInput;

/// <summary>What should not have come in is answered with a refusal, throws nothing and changes nothing.</summary>
public sealed class BadInputTests
{
    private readonly Cluster cluster = new();
    private readonly Peer victim;
    private readonly Peer peer;

    public BadInputTests()
    {
        victim = cluster.Join(cluster.First);
        peer = cluster.Join(cluster.First);
        peer.Put("p", "1");
        victim.Put("v", "1");
        cluster.ExchangeAll();
        peer.Put("p", "2");
        cluster.Exchange(peer, victim);
    }

    private ReplicaId PeerId => peer.Id;

    private AcceptStamp PeerLast => victim.Status().Known[PeerId];

    private CommitNumber LastCommit => victim.Status().CommitNumber;

    [Fact]
    public void A_batch_before_the_hello_is_out_of_turn() =>
        CheckRefused(RejectionCode.OutOfTurn, new Batch(1, [], true), isGreeted: false);

    [Fact]
    public void An_acknowledgement_before_the_hello_is_out_of_turn() =>
        CheckRefused(RejectionCode.OutOfTurn, new Acknowledgement(0), isGreeted: false);

    [Fact]
    public void A_join_over_a_link_for_exchange_is_out_of_turn() =>
        CheckRefused(RejectionCode.OutOfTurn, new JoinRequest(), isGreeted: false);

    [Fact]
    public void A_join_reply_that_nobody_asked_for_is_out_of_turn() =>
        CheckRefused(RejectionCode.OutOfTurn, new JoinReply(peer.Replica.Identity), isGreeted: false);

    [Fact]
    public void A_second_hello_is_out_of_turn() => CheckRefused(RejectionCode.OutOfTurn, HelloOf(peer));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void A_batch_that_is_not_the_next_is_out_of_turn(long sequence) =>
        CheckRefused(RejectionCode.OutOfTurn, new Batch(sequence, [LogRecord.Of(Next(), CommitNumber.None)], true));

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    [InlineData(long.MaxValue)]
    public void An_acknowledgement_of_what_was_never_sent_is_out_of_turn(long sequence) =>
        CheckRefused(RejectionCode.OutOfTurn, new Acknowledgement(sequence));

    [Fact]
    public void A_batch_said_twice_is_out_of_turn()
    {
        Link link = Greet();
        Batch batch = new(1, [LogRecord.Of(victim.Log()[0].Write, CommitNumber.None)], false);
        link.ForgeToListener(batch);
        CheckUnchanged(link, RejectionCode.OutOfTurn, batch);
    }

    [Fact]
    public void A_batch_after_the_end_of_the_run_is_out_of_turn()
    {
        Link link = Greet();
        link.ForgeToListener(new Batch(1, [], true));
        CheckUnchanged(link, RejectionCode.OutOfTurn, new Batch(2, [LogRecord.Of(Next(), CommitNumber.None)], false));
    }

    [Fact]
    public void A_batch_for_the_dialer_of_a_retirement_handover_is_out_of_turn()
    {
        Link link = cluster.Connect(victim, peer, LinkPurpose.RetirementHandover);
        link.DeliverToListener();
        link.DeliverToDialer();
        string before = Describe();
        link.ToDialer.Clear();
        link.ForgeToDialer(new Batch(1, [LogRecord.Of(Next(), CommitNumber.None)], false));
        Assert.Equal(RejectionCode.OutOfTurn, Assert.IsType<Refusal>(link.ToListener.Last()).Rejection.Code);
        Assert.Equal(before, Describe());
    }

    [Fact]
    public void A_hello_of_another_database_is_refused() => CheckHelloRefused(
        RejectionCode.OtherDatabase,
        HelloOf(peer) with { Identity = new(new(Guid.Empty), PeerId) });

    /// <summary>Each of them alone would find room.</summary>
    [Fact]
    public void A_hello_that_names_too_many_replicas_is_refused() => CheckHelloRefused(
        RejectionCode.TooMany,
        HelloOf(peer) with
        {
            Known = VersionVector.From(Enumerable.Range(1, VersionVector.MaximumEntries).Select(
                stamp => new VectorEntry(ReplicaId.Base.Child(new(stamp)), new(stamp)))),
        });

    [Fact]
    public void A_hello_of_oneself_is_refused() => CheckHelloRefused(
        RejectionCode.Invalid,
        HelloOf(peer) with { Identity = victim.Replica.Identity });

    [Fact]
    public void A_hello_with_another_history_is_refused() => CheckHelloRefused(
        RejectionCode.Diverged,
        HelloOf(peer) with { Hash = new(1, 2) });

    [Fact]
    public void A_hello_with_a_negative_commit_number_is_refused() => CheckHelloRefused(
        RejectionCode.Invalid,
        HelloOf(peer) with { CommitNumber = new(-1), Hash = ChainHash.Empty });

    [Fact]
    public void A_hello_whose_epochs_do_not_follow_one_another_is_refused()
    {
        EpochStart first = new(CommitEpoch.First, new(1));
        EpochStart second = new(new(1, PeerId), new(5));
        EpochStart[][] unsound =
        [
            [],
            [second],
            [first, first],
            [first, second, second with { First = new(6) }],
            [first, second, new(new(2, PeerId), new(4))],
        ];
        Assert.All(unsound, epochs => CheckHelloRefused(RejectionCode.Invalid, HelloOf(peer) with { Epochs = epochs }));
    }

    [Fact]
    public void A_write_after_a_missing_one_is_a_hole() =>
        CheckRecordRefused(
            RejectionCode.Hole, LogRecord.Of(Make(PeerLast.Next.Next, PeerLast.Next), CommitNumber.None));

    [Fact]
    public void A_first_write_that_follows_another_is_a_hole()
    {
        ReplicaId unknown = ReplicaId.Base.Child(PeerLast.Next);
        CheckRecordRefused(
            RejectionCode.Hole,
            LogRecord.Of(Make(unknown, new(PeerLast.Value + 9), new(PeerLast.Value + 5)), CommitNumber.None));
    }

    [Fact]
    public void A_write_that_goes_back_behind_a_committed_one_is_passed_over() =>
        CheckPassedOver(LogRecord.Of(Make(PeerLast.Next, PeerId.Created), CommitNumber.None));

    [Fact]
    public void Another_write_under_the_name_of_a_committed_one_is_passed_over()
    {
        Write known = victim.Log().Last(entry => entry.Write.Id.Origin == PeerId).Write;
        CheckPassedOver(LogRecord.Of(Make(known.Id.Stamp, known.Previous), CommitNumber.None));
    }

    [Fact]
    public void A_write_that_goes_back_behind_a_committed_one_cannot_be_committed() =>
        CheckRecordRefused(RejectionCode.IdentityClash, LogRecord.Of(
            Make(PeerLast.Next, PeerId.Created), victim.Status().CommitNumber.Next));

    [Fact]
    public void A_write_with_a_commit_number_that_is_not_the_next_is_a_hole() =>
        CheckRecordRefused(RejectionCode.Hole, LogRecord.Of(Next(), LastCommit.Next.Next));

    [Fact]
    public void A_commit_number_that_names_another_write_here_is_a_divergence() =>
        CheckRecordRefused(RejectionCode.Diverged, LogRecord.Notice(new(PeerId, PeerLast), LastCommit));

    [Fact]
    public void A_second_commit_number_for_a_write_is_a_divergence() =>
        CheckRecordRefused(RejectionCode.Diverged, LogRecord.Notice(victim.Log()[0].Write.Id, LastCommit.Next));

    [Fact]
    public void A_commit_notice_before_its_write_is_a_hole() =>
        CheckRecordRefused(RejectionCode.Hole, LogRecord.Notice(new(PeerId, PeerLast.Next), LastCommit.Next));

    [Fact]
    public void A_write_from_the_future_is_held_back()
    {
        AcceptStamp future = AcceptStamp.FromTime(
            cluster.Now + cluster.Options.MaximumClockAhead + TimeSpan.FromSeconds(1));
        CheckPassedOver(LogRecord.Of(Make(future, PeerLast), CommitNumber.None), RejectionCode.ClockAhead);
        Assert.True(victim.Put("own", "1").Stamp < future);
    }

    [Fact]
    public void A_commit_that_the_primary_did_not_give_is_a_clash()
    {
        Link link = cluster.Connect(peer, cluster.First);
        link.DeliverToListener();
        string before = Describe(cluster.First);
        CommitNumber next = cluster.First.Status().CommitNumber.Next;
        Write write = Make(PeerId, cluster.First.Status().Known[PeerId].Next, cluster.First.Status().Known[PeerId]);
        link.ForgeToListener(new Batch(1, [LogRecord.Of(write, next)], false));
        Assert.Equal(RejectionCode.IdentityClash, Assert.IsType<Refusal>(link.ToDialer.Last()).Rejection.Code);
        Assert.Equal(before, Describe(cluster.First));
    }

    /// <summary>What comes again changes nothing (I16), in whatever order the copies come.</summary>
    [Fact]
    public void Records_held_already_change_nothing()
    {
        LogRecord[] all = [.. victim.Log().Select(entry => LogRecord.Of(entry.Write, entry.CommitNumber))];
        string before = Describe();
        Link link = Greet();
        link.ForgeToListener(new Batch(1, all, false));
        link.ForgeToListener(new Batch(2, [.. all.Reverse()], false));
        link.ForgeToListener(
            new Batch(3, [.. all.Select(record => LogRecord.Notice(record.Id, record.CommitNumber))], false));
        Assert.Equal(3, link.ToDialer.OfType<Acknowledgement>().Count());
        Assert.Equal(before, Describe());
        victim.Crash();
        Assert.Equal(before, Describe());
    }

    /// <summary>What came before the bad record in a batch is kept, and is durable.</summary>
    [Fact]
    public void Records_before_a_bad_one_are_kept()
    {
        Write good = Next();
        Write bad = Make(new(good.Id.Stamp.Value + 9), good.Id.Stamp.Next);
        Link link = Greet();
        link.ForgeToListener(
            new Batch(1, [LogRecord.Of(good, CommitNumber.None), LogRecord.Of(bad, CommitNumber.None)], false));
        Assert.Equal(RejectionCode.Hole, Assert.IsType<Refusal>(link.ToDialer.Last()).Rejection.Code);
        victim.Crash();
        Assert.NotNull(victim.Fate(good.Id));
        Assert.Null(victim.Fate(bad.Id));
    }

    [Fact]
    public void Messages_after_a_refusal_or_on_no_link_are_ignored()
    {
        Link link = Greet();
        link.ForgeToListener(new Refusal(new(RejectionCode.TooMany, "")));
        string before = Describe();
        int said = link.ToDialer.Count;
        link.ForgeToListener(new Batch(1, [LogRecord.Of(Next(), CommitNumber.None)], false));
        victim.Step(new PeerSaid(new(long.MaxValue), HelloOf(peer)));
        Assert.Equal((before, said), (Describe(), link.ToDialer.Count));
    }

    /// <summary>Every kind of client request with a name, key or value that is not allowed.</summary>
    [Fact]
    public void Requests_that_are_not_valid_are_rejected()
    {
        string before = Describe();
        byte[] longKey = [.. Enumerable.Repeat((byte)'k', WriteLimits.MaximumKeyBytes + 1)];
        byte[] longValue = [.. Enumerable.Repeat((byte)'1', WriteLimits.MaximumValueBytes + 1)];
        Update good = Peer.PutOf("k", "1");
        CheckInvalid(id => new SubmitWrite(id, [], null));
        CheckInvalid(id => new SubmitWrite(id, [.. Enumerable.Repeat(good, WriteLimits.MaximumUpdates + 1)], null));
        CheckInvalid(id => new SubmitWrite(id, [good, good with { Key = longKey }], null));
        CheckInvalid(id => new SubmitWrite(id, [good, good with { Value = longValue }], null));
        CheckInvalid(id => new SubmitWrite(id, [good with { Kind = UpdateKind.Delete }], null));
        CheckInvalid(id => new SubmitWrite(id, [good with { Kind = (UpdateKind)9 }], null));
        CheckInvalid(
            id => new SubmitWrite(id, [.. Enumerable.Repeat(good with { Value = longValue.AsMemory(1) }, 5)], null));
        CheckInvalid(id => new ReadDocument(id, "no name"u8.ToArray(), "k"u8.ToArray(), ReadView.Latest, null));
        CheckInvalid(id => new ReadDocument(id, "c"u8.ToArray(), longKey, ReadView.Latest, null));
        CheckInvalid(
            id => new ScanDocuments(id, default, new(default, default, default, default, 1), ReadView.Latest, null));
        Assert.Equal(before, Describe());
    }

    /// <summary>I22: a session that names replicas and stamps nobody ever had is refused, and moves no clock.</summary>
    [Fact]
    public void A_forged_session_is_refused_and_moves_nothing()
    {
        ReplicaId nobody = ReplicaId.Base.Child(AcceptStamp.Maximum);
        SessionState forged = SessionState.New with
        {
            ReadVector = VersionVector.Empty.With(nobody, AcceptStamp.Maximum).With(PeerId, AcceptStamp.Maximum),
        };
        string before = Describe();
        Assert.Equal(2, victim.ReadRefused("k", forged).Missing.Length);
        Assert.Equal(2, victim.WriteRefused(forged, Peer.PutOf("k", "1")).Missing.Length);
        Assert.Equal(before, Describe());
        Assert.True(victim.Put("k", "1").Stamp <= AcceptStamp.FromTime(cluster.Now + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_log_asked_for_beyond_its_ends_is_empty()
    {
        Assert.Empty(victim.Ask<LogRead>(id => new ReadLog(id, long.MaxValue, 10)).Entries);
        Assert.Empty(victim.Ask<LogRead>(id => new ReadLog(id, 0, 0)).Entries);
        Assert.Equal(
            victim.Log().Count,
            victim.Ask<LogRead>(id => new ReadLog(id, long.MinValue, int.MaxValue)).Entries.Count);
    }

    private void CheckInvalid(Func<RequestId, ClientRequest> request) =>
        Assert.Equal(RejectionCode.Invalid, victim.Ask<Rejected>(request).Rejection.Code);

    private void CheckRecordRefused(RejectionCode code, LogRecord record) =>
        CheckRefused(code, new Batch(1, [record], false));

    private void CheckHelloRefused(RejectionCode code, Hello hello) => CheckRefused(code, hello, isGreeted: false);

    private void CheckRefused(RejectionCode code, PeerMessage message, bool isGreeted = true) =>
        CheckUnchanged(isGreeted ? Greet() : cluster.Connect(peer, victim), code, message);

    /// <summary>
    /// The log digest of a stranger says nothing about the writes here: the next hello claims as much as before.
    /// </summary>
    [Fact]
    public void A_stranger_with_equal_vectors_puts_nothing_in_doubt()
    {
        Hello stranger = HelloOf(victim) with
        {
            Identity = new(new(Guid.Empty), PeerId),
            LogDigest = new(UInt128.One),
        };
        Link refused = cluster.Connect(peer, victim);
        refused.ForgeToListener(stranger);
        Assert.Equal(RejectionCode.OtherDatabase, Assert.IsType<Refusal>(refused.ToDialer.Last()).Rejection.Code);
        Link next = cluster.Connect(peer, victim);
        Assert.Equal(victim.Status().Known, Assert.IsType<Hello>(next.ToDialer.First()).Known);
    }

    /// <summary>
    /// The run goes on without it: two replicas use one id, and what is committed under it stays; or it waits for its
    /// time.
    /// </summary>
    private void CheckPassedOver(LogRecord record, RejectionCode alarm = RejectionCode.IdentityClash)
    {
        Link link = Greet();
        string before = Describe();
        link.ForgeToListener(new Batch(1, [record], false));
        Assert.IsType<Acknowledgement>(link.ToDialer.Last());
        Assert.Contains(victim.Events, news => news is Alarm raised && raised.Rejection.Code == alarm);
        Assert.Equal(before, Describe());
    }

    private void CheckUnchanged(Link link, RejectionCode code, PeerMessage message)
    {
        string before = Describe();
        link.ForgeToListener(message);
        Assert.Equal(code, Assert.IsType<Refusal>(link.ToDialer.Last()).Rejection.Code);
        Assert.NotEmpty(Assert.IsType<Refusal>(link.ToDialer.Last()).Rejection.Detail);
        Assert.DoesNotContain(
            Cluster.Database.ToString(),
            Assert.IsType<Refusal>(link.ToDialer.Last()).Rejection.Detail,
            StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, Describe());
        link.Close();
        victim.Crash();
        Assert.Equal(before, Describe());
        cluster.Exchange(peer, victim);
        Assert.Equal(VectorOrder.Equal, peer.Status().Known.CompareWith(victim.Status().Known));
    }

    private Link Greet()
    {
        Link link = cluster.Connect(peer, victim);
        link.DeliverToListener();
        return link;
    }

    private string Describe() => Describe(victim);

    private static string Describe(Peer peer)
    {
        ReplicaStatus status = peer.Status();
        string log = string.Join(
            '\n', peer.Log().Select(entry => $"{entry.Write} {entry.CommitNumber} {entry.Outcome}"));
        return $"{status with { AheadCount = 0 }} {Convert.ToHexString(status.DocumentsHash.Span)} {status.Known} "
            + $"{peer.Disk.Records.Count}\n{log}";
    }

    private static Hello HelloOf(Peer peer)
    {
        ReplicaStatus status = peer.Status();
        return new(status.Identity, status.Known, status.CommitNumber, status.Hash);
    }

    private Write Next() => Make(PeerLast.Next, PeerLast);

    private Write Make(AcceptStamp stamp, AcceptStamp previous) => Make(PeerId, stamp, previous);

    private Write Make(ReplicaId origin, AcceptStamp stamp, AcceptStamp previous) =>
        WriteEncoder.EncodeUpdates(
            new(origin, stamp), cluster.After(origin, previous), [Peer.PutOf("forged", "1")], []);
}
