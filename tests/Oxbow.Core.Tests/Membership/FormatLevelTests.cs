using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Membership;

/// <summary>
/// The format level of a database: who raises it, which writes count, and how a replica lives whose software is below
/// it.
/// </summary>
public sealed class FormatLevelTests
{
    private readonly Cluster cluster = new(new ReplicaOptions { BatchBytes = 1024 });

    [Fact]
    public void The_level_is_refused_while_a_known_replica_does_not_execute_it_and_the_refusal_names_it()
    {
        Peer a = cluster.First;
        a.Upgrade(2);
        Peer b = cluster.Join(a, 1);
        Rejection refused = RaiseRefused(a, 2);
        Assert.Equal(RejectionCode.LevelNotSupported, refused.Code);
        Assert.Contains("node-B", refused.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("node-A", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(1, a.Status().Level);

        // What it said when it joined is out of date once it announces something else.
        b.Upgrade(2);
        cluster.Exchange(b, a);
        Assert.Equal(Raise(a, 2).CommitNumber, a.Status().CommitNumber);
        cluster.Exchange(b, a);
        Assert.All(cluster.Peers, peer => Assert.Equal((2, false), (peer.Status().Level, peer.Status().IsBelowLevel)));
    }

    [Fact]
    public void A_replica_of_which_nothing_is_known_counts_as_the_first_level_until_it_retires()
    {
        Peer a = cluster.First;
        a.Upgrade(2);
        Peer silent = cluster.Join(a);
        Assert.Contains(silent.Id.ToString(), RaiseRefused(a, 2).Detail, StringComparison.Ordinal);
        cluster.Retire(silent, a);
        Raise(a, 2);
    }

    [Fact]
    public void Only_the_primary_raises_the_level_and_only_upwards()
    {
        (Peer a, Peer b) = PairAtLevel(2);
        Assert.Equal(RejectionCode.NotPrimary, RaiseRefused(b, 3).Code);
        Assert.Contains("node-A", RaiseRefused(b, 3).Detail, StringComparison.Ordinal);
        Assert.Equal(RejectionCode.Invalid, RaiseRefused(a, 2).Code);
        Assert.Equal(RejectionCode.Invalid, RaiseRefused(a, 1).Code);
        Assert.Equal(RejectionCode.LevelNotSupported, RaiseRefused(a, 3).Code);
    }

    [Fact]
    public void A_raise_that_is_committed_without_right_conflicts_at_every_replica()
    {
        Peer a = cluster.First;
        a.Upgrade(1);
        Peer b = cluster.Join(a, 2);
        Peer c = cluster.Join(a, 2);
        cluster.Exchange(b, a);
        cluster.Exchange(c, a);
        AcceptStamp last = a.Status().Known[a.Id];
        Write raise = WriteEncoder.EncodeLevelRaise(new(a.Id, last.Next), cluster.After(a.Id, last), 2);
        Link link = cluster.Connect(b, c, LinkPurpose.Live);
        link.Run();
        link.ForgeToListener(new Batch(2, [LogRecord.Of(raise, a.Status().CommitNumber.Next)], EndsRun: false));
        link.Close();
        Assert.Equal(Outcome.Conflicted, c.Fate(raise.Id)!.Value.Outcome);
        Assert.Equal(1, c.Status().Level);
    }

    /// <summary>Otherwise whatever was accepted under the new level would change nothing any more.</summary>
    [Fact]
    public void A_raise_that_falls_back_with_its_epoch_counts_where_it_is_committed_anew()
    {
        (Peer a, Peer b) = PairAtLevel(1);
        Raise(a, 2);
        WriteId newer = a.PutNewer<WriteAccepted>("k", "newer").Fate.Write;
        b.Ask<WriteAccepted>(id => new TakeOverPrimary(id, a.Id));
        cluster.Exchange(a, b);
        cluster.Exchange(a, b);
        Assert.Equal((2, b.Id), (b.Status().Level, b.Status().Primary));
        Assert.All([a, b], peer => Assert.Equal(Outcome.Applied, peer.Fate(newer)!.Value.Outcome));
        Assert.Equal("newer", b.Get("k"));
    }

    [Fact]
    public void A_write_counts_only_where_the_level_is_in_force_whatever_the_software_of_a_replica()
    {
        Peer a = cluster.First;
        a.Upgrade(2);
        Peer b = cluster.Join(a, 2);
        Peer old = cluster.Join(a, 1);
        cluster.Exchange(b, a);
        Assert.Equal(RejectionCode.LevelTooLow, b.PutNewer<Rejected>("k", "1").Rejection.Code);

        // Somebody accepts such a write all the same: its place decides, and all agree.
        AcceptStamp last = b.Id.Created;
        Write early = WriteEncoder.EncodeUpdates(new(b.Id, new(last.Value + (1L << 30))), cluster.After(b.Id, last), [Peer.PutOf("k", "early")], "key"u8, schema: 2);
        Link link = cluster.Connect(b, a, LinkPurpose.Live);
        link.Run();
        link.ForgeToListener(new Batch(2, [LogRecord.Of(early, CommitNumber.None)], EndsRun: false));
        link.Close();
        cluster.Exchange(old, a);
        Assert.All([a, old], peer => Assert.Equal(Outcome.NotUnderstood, peer.Fate(early.Id)!.Value.Outcome));
        Assert.Equal(a.Status().Hash, old.Status().Hash);
        Assert.Null(a.Get("k"));

        // Its idempotency key says nothing either.
        a.Ask<WriteAccepted>(
            id => new SubmitWrite(id, [Peer.PutOf("k", "late")], null) { RequestKey = "key"u8.ToArray() });
        Assert.Equal("late", a.Get("k"));
    }

    [Fact]
    public void What_was_executed_tentatively_before_a_raise_is_executed_again_after_it()
    {
        (Peer a, Peer b) = PairAtLevel(1);
        Peer c = cluster.Join(a, 2);
        cluster.Exchange(c, a);
        cluster.Exchange(b, a);
        Raise(a, 2);
        cluster.Exchange(b, a);
        WriteId write = b.PutNewer<WriteAccepted>("n", "new").Fate.Write;

        // C gets the write by mail from B's side before it hears of the raise.
        Write encoded = b.Log().Single(entry => entry.Write.Id == write).Write;
        Link link = cluster.Connect(b, c, LinkPurpose.Live);
        link.DeliverToListener();
        link.ForgeToListener(new Batch(1, [LogRecord.Of(encoded, CommitNumber.None)], EndsRun: false));
        link.Close();
        Assert.Equal((1, Outcome.NotUnderstood), (c.Status().Level, c.Fate(write)!.Value.Outcome));
        Assert.Null(c.Get("n"));
        cluster.Exchange(c, a);
        Assert.Equal((2, "new"), (c.Status().Level, c.Get("n")));
    }

    [Fact]
    public void Software_below_the_level_stores_orders_and_forwards_and_is_never_called_diverged()
    {
        (Peer a, Peer b) = PairAtLevel(2);
        Peer c = cluster.Join(a, 2);
        cluster.Exchange(c, a);
        CommitNumber raised = b.Status().ExecutedNumber;
        string? before = b.Get("k");
        b.Upgrade(1);
        Assert.Single(b.Events.OfType<Alarm>(), alarm => alarm.Rejection.Code == RejectionCode.BelowLevel);
        WriteId newer = a.PutNewer<WriteAccepted>("k", "new").Fate.Write;
        WriteId tentative = c.Put("k", "tentative");
        cluster.Exchange(b, a);
        cluster.Exchange(c, b);
        cluster.Exchange(b, c);

        // It carried the commit to C, and C's write here.
        Assert.True(c.Fate(newer)!.Value.CommitNumber.IsGiven);
        Assert.Equal(
            (false, Outcome.None), (b.Fate(tentative)!.Value.CommitNumber.IsGiven, b.Fate(tentative)!.Value.Outcome));
        ReplicaStatus status = b.Status();
        Assert.True(status is { IsBelowLevel: true, Level: 2, SupportedLevel: 1 });
        Assert.True(status.ExecutedNumber < status.CommitNumber && status.ExecutedNumber <= raised);
        Assert.Equal(status.CommitNumber, c.Status().CommitNumber);
        Assert.Equal((before, before), (b.Get("k"), b.Get("k", ReadView.Committed)));
        Assert.Equal(RejectionCode.BelowLevel, b.WriteRefused(null, Peer.PutOf("k", "no")).Rejection.Code);
        Assert.Equal(RejectionCode.BelowLevel, Assert.IsType<Refusal>(cluster.AskToJoin(b)).Rejection.Code);
        Assert.DoesNotContain(cluster.Peers.SelectMany(peer => peer.Events), news => news is Alarm { Rejection.Code: not RejectionCode.BelowLevel });

        cluster.Exchange(b, a);
        b.Upgrade(2);
        cluster.ExchangeAll();
        Assert.All(cluster.Peers, peer => Assert.Equal((a.Status().Hash, a.Status().CommitNumber, "tentative"), (peer.Status().Hash, peer.Status().ExecutedNumber, peer.Get("k"))));
    }

    /// <summary>Its outcome was that of an order without the raise.</summary>
    [Fact]
    public void A_raise_beyond_the_software_takes_back_the_outcomes_of_tentative_writes()
    {
        (Peer a, Peer b) = PairAtLevel(1);
        Peer carrier = cluster.Join(a, 2);
        Peer c = cluster.Join(a, 2);
        cluster.Exchange(c, a);
        b.Upgrade(1);
        WriteId tentative = c.Put("k", "tentative");
        cluster.Exchange(b, c);
        Assert.Equal(Outcome.Applied, b.Fate(tentative)!.Value.Outcome);
        Raise(a, 2);
        cluster.Exchange(carrier, a);
        cluster.Exchange(b, carrier);
        Assert.True(b.Status().IsBelowLevel);
        Assert.False(b.Fate(tentative)!.Value.CommitNumber.IsGiven);
        Assert.Equal(Outcome.None, b.Fate(tentative)!.Value.Outcome);
    }

    [Fact]
    public void A_primary_below_the_level_gives_no_numbers_and_keeps_its_authority_until_its_upgrade()
    {
        (Peer a, Peer b) = PairAtLevel(2);
        a.Upgrade(1);
        CommitNumber before = a.Status().CommitNumber;
        b.Put("k", "1");
        cluster.Exchange(b, a);
        Assert.Equal(before, a.Status().CommitNumber);
        Assert.False(a.Status().IsPrimary);
        Link link = cluster.Connect(a, b, LinkPurpose.RetirementHandover);
        link.Run();
        Assert.False(a.HasLeft);
        link.Close();
        a.Upgrade(2);
        cluster.Exchange(b, a);
        Assert.True(b.Status().CommitNumber > before);
        Assert.Equal(0, b.Status().TentativeCount);
    }

    [Fact]
    public void Authority_is_not_handed_to_software_below_the_level_and_others_may_leave_through_it()
    {
        (Peer a, Peer b) = PairAtLevel(2);
        Peer c = cluster.Join(a, 2);
        cluster.Exchange(c, a);
        b.Upgrade(1);
        cluster.Retire(a, b);
        Assert.False(a.HasLeft);
        Assert.Contains(a.Events, news => news is LinkDone { Rejection.Code: RejectionCode.BelowLevel });
        cluster.Retire(c, b);
        Assert.True(c.HasLeft);
        cluster.Exchange(b, a);
        cluster.Retire(b, a);
        Assert.True(b.HasLeft);
        Assert.DoesNotContain(a.Status().Replicas, known => known.Replica != a.Id);
    }

    [Fact]
    public void A_node_below_the_level_does_not_join()
    {
        (Peer a, _) = PairAtLevel(2);
        Refusal refusal = Assert.IsType<Refusal>(cluster.AskToJoin(a, new("late", default, 1)));
        Assert.Equal(RejectionCode.BelowLevel, refusal.Rejection.Code);
        Assert.IsType<Refusal>(cluster.AskToJoin(a));
        Assert.IsType<JoinReply>(cluster.AskToJoin(a, new("late", default, 3)));
    }

    [Fact]
    public void A_session_does_not_read_at_a_replica_that_stores_its_writes_and_does_not_execute_them()
    {
        (Peer a, Peer b) = PairAtLevel(2);
        SessionState session = a.Write(SessionState.New, Peer.PutOf("k", "mine")).Session!;
        b.Upgrade(1);
        cluster.Exchange(b, a);
        Assert.Equal(RejectionCode.SessionNotSatisfied, b.ReadRefused("k", session).Rejection.Code);

        // A session that asks for nothing newer goes on reading here.
        SessionState other = b.Read("k", SessionState.New).Session!;
        Assert.NotNull(b.Read("k", other).Session);
    }

    [Fact]
    public void A_hello_that_has_executed_more_than_it_has_committed_is_refused()
    {
        (Peer a, Peer b) = PairAtLevel(2);
        Link link = cluster.Connect(b, a);
        Hello hello = (Hello)link.ToListener.Dequeue();
        link.ForgeToListener(hello with { ExecutedNumber = hello.CommitNumber.Next });
        Assert.Contains(a.Events, news => news is LinkDone { Rejection.Code: RejectionCode.Invalid });
    }

    [Fact]
    public void The_first_replica_tells_who_it_is_with_the_first_one_that_joins_and_nobody_tells_it_twice()
    {
        Peer a = cluster.First;
        a.Upgrade(1);
        Assert.Empty(a.Log());
        Peer b = cluster.Join(a, 1);
        Assert.Equal([WriteKind.Announcement, WriteKind.Creation], a.Log().Select(entry => entry.Write.Kind));
        cluster.Exchange(b, a);
        a.Upgrade(1);
        b.Upgrade(1);
        Assert.Equal((2, 2), (a.Log().Count, b.Log().Count));
        Assert.Equal("node-A", b.Status().PrimaryNode);
        Assert.Equal([("node-A", 1), ("node-B", 1)], b.Status().Replicas.Select(known => (known.NodeName, known.SupportedLevel ?? 0)));
    }

    /// <summary>
    /// The raise was in a history that gave way: what was made again behind it is committed where it says nothing.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_made_again_under_a_level_that_gave_way_takes_effect_once_the_level_is_raised_again(
        bool restarts)
    {
        Peer a = cluster.First;
        a.Upgrade(2);
        (Peer b, Peer c, Peer d) = (cluster.Join(a, 2), cluster.Join(a, 2), cluster.Join(a, 2));
        cluster.ExchangeAll();
        Disk backup = a.Disk.Copy();
        Raise(a, 2);
        cluster.Exchange(d, a);
        WriteId late = d.PutNewer<WriteAccepted>("k", "new").Fate.Write;
        cluster.Exchange(d, b);
        a.Ask<WriteAccepted>(id => new EvictReplica(id, d.Id));
        cluster.Exchange(b, a);
        WriteId remade = b.Fate(late)!.Value.RemadeAs!.Value;

        a.Restore(backup);
        a.Put("other", "history");
        cluster.Exchange(c, a);
        c.Ask<WriteAccepted>(id => new TakeOverPrimary(id, a.Id));
        for (int exchange = 0; exchange < 4; exchange++)
        {
            cluster.Exchange(b, c);
        }

        Assert.Equal((1, Outcome.NotUnderstood), (c.Status().Level, c.Fate(remade)?.Outcome));
        Assert.Null(c.Get("k"));

        if (restarts)
        {
            b.Crash();
        }

        Raise(c, 2);
        cluster.Exchange(b, c);
        cluster.Exchange(b, c);
        Assert.Equal(Outcome.Applied, c.Fate(late)?.Outcome);
        Assert.NotEqual(remade, c.Fate(late)?.RemadeAs);
        cluster.Settle();
        Assert.All(cluster.Peers, peer => Assert.Equal("new", peer.Get("k", ReadView.Committed)));
    }

    /// <summary>A, the primary, and B, both with software of level 2, in a database of a level.</summary>
    private (Peer A, Peer B) PairAtLevel(int level)
    {
        Peer a = cluster.First;
        a.Upgrade(2);
        Peer b = cluster.Join(a, 2);
        a.Put("k", "old");
        if (level == 2)
        {
            Raise(a, 2);
        }

        cluster.Exchange(b, a);
        return (a, b);
    }

    private static WriteFate Raise(Peer peer, int level) => peer.Ask<LevelRaised>(id => new RaiseLevel(id, level)).Fate;

    private static Rejection RaiseRefused(Peer peer, int level) =>
        peer.Ask<Rejected>(id => new RaiseLevel(id, level)).Rejection;
}
