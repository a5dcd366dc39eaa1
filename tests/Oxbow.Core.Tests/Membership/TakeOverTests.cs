using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Tests.Laws;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.Membership;

/// <summary>A primary that is lost, and what an operator can do about it.</summary>
public sealed class TakeOverTests
{
    private readonly Cluster cluster = new();
    private readonly Peer a;
    private readonly Peer b;
    private readonly Peer c;

    public TakeOverTests()
    {
        a = cluster.First;
        b = cluster.Join(a);
        c = cluster.Join(a);
        a.Put("k", "before");
        cluster.ExchangeAll();
    }

    [Fact]
    public void Who_takes_over_is_the_primary_of_a_new_epoch_and_commits_what_waited()
    {
        WriteId waiting = b.Put("k", "waiting");
        Assert.False(b.Fate(waiting)!.Value.CommitNumber.IsGiven);
        CommitNumber after = b.Status().CommitNumber;
        WriteFate takeOver = TakeOver(b, a.Id);
        Assert.Equal((after.Next, Outcome.Applied), (takeOver.CommitNumber, takeOver.Outcome));
        Assert.Equal((b.Id, new CommitEpoch(1, b.Id)), (b.Status().Primary, b.Status().Epoch));
        Assert.Equal(after.Next.Next, b.Fate(waiting)!.Value.CommitNumber);
    }

    /// <summary>
    /// Nothing is lost: what only the old primary had committed is tentative there, then travels and is committed anew.
    /// </summary>
    [Fact]
    public void Commits_that_only_the_old_primary_knew_are_committed_anew()
    {
        WriteId alone = a.Put("alone", "1");
        Assert.True(a.Fate(alone)!.Value.CommitNumber.IsGiven);
        TakeOver(b, a.Id);
        b.Put("k", "after");
        cluster.ExchangeAll();
        AssertEqual();
        Assert.Equal(b.Id, a.Status().Primary);
        Assert.True(a.Fate(alone)!.Value.CommitNumber > b.Log().Single(entry => entry.Write.Kind == WriteKind.TakeOver).CommitNumber);
        Assert.Equal(("1", "after"), (c.Get("alone", ReadView.Committed), c.Get("k", ReadView.Committed)));
    }

    [Fact]
    public void A_roll_back_survives_a_restart()
    {
        a.Put("alone", "1");
        a.Put("alone", "2");
        TakeOver(b, a.Id);
        cluster.ExchangeAll();
        string before = Describe(a);
        a.Crash();
        Assert.Equal(before, Describe(a));
        b.Crash();
        Assert.Equal(Describe(b), Describe(a));
        Assert.Equal(b.Id, b.Status().Primary);
    }

    /// <summary>
    /// I4: on its way to a larger epoch a replica passes through one in which it had given numbers itself.
    /// </summary>
    [Fact]
    public void Nobody_commits_on_the_way_to_a_larger_epoch()
    {
        CommitNumber last = a.Status().CommitNumber;
        CommitEpoch larger = new(1, b.Id);
        LogRecord[] records =
        [
            .. a.Log().Select(entry => LogRecord.Of(entry.Write, entry.CommitNumber)),
            LogRecord.RollBackTo(new(last.Value - 1), larger),
        ];
        Replica recovered = Replica.Recover(a.Status().Identity, records, new());
        recovered.Step(new ReadStatus(new(1), WithDocumentsHash: false));
        recovered.EndTurn();
        ReplicaStatus status = recovered.TakeEffects().Replies.OfType<StatusRead>().Single().Status;
        Assert.Equal((last.Value - 1, 1), (status.CommitNumber.Value, status.TentativeCount));
        recovered.Advance();
        recovered.Step(new SubmitWrite(new(2), [Update.Put("c"u8.ToArray(), "k"u8.ToArray(), "1"u8.ToArray())], null));
        recovered.EndTurn();
        Assert.False(recovered.TakeEffects().Replies.OfType<WriteAccepted>().Single().Fate.CommitNumber.IsGiven);
    }

    /// <summary>What is committed is taken whatever its stamp, and with it what it follows.</summary>
    [Fact]
    public void A_take_over_by_a_replica_whose_clock_is_ahead_counts()
    {
        WriteId alone = a.Put("alone", "1");
        b.ClockError = TimeSpan.FromDays(2);
        WriteId before = b.Put("before", "2");
        TakeOver(b, a.Id);
        cluster.Exchange(b, a);
        cluster.Exchange(b, a);
        Assert.Equal(b.Status().Epoch, a.Status().Epoch);
        Assert.All([alone, before], write => Assert.True(a.Fate(write)?.CommitNumber.IsGiven));
    }

    /// <summary>I35: of two take-overs from one number every replica that knows both follows the larger.</summary>
    [Fact]
    public void Of_two_take_overs_the_larger_counts_and_both_sides_keep_all_writes()
    {
        TakeOver(b, a.Id);
        TakeOver(c, a.Id);
        WriteId atB = b.Put("b", "1");
        WriteId atC = c.Put("c", "1");
        WriteId atA = a.Put("a", "1");
        cluster.ExchangeAll();
        cluster.ExchangeAll();
        AssertEqual();
        ReplicaId larger = b.Id > c.Id ? b.Id : c.Id;
        Assert.Equal((larger, new CommitEpoch(1, larger)), (a.Status().Primary, a.Status().Epoch));
        Assert.All(new[] { atA, atB, atC }, write => Assert.True(a.Fate(write)!.Value.CommitNumber.IsGiven));
        Assert.Equal(0, a.Status().TentativeCount);
        Assert.Single(a.Log(), entry => entry.Write.Kind == WriteKind.TakeOver && entry.Outcome == Outcome.Conflicted);
    }

    /// <summary>
    /// A later epoch wins over one that forked earlier and has the larger founder, however the numbers lie.
    /// </summary>
    [Fact]
    public void A_take_over_after_a_take_over_is_followed_by_who_knew_another_one()
    {
        TakeOver(c, a.Id);
        c.Put("c", "1");
        TakeOver(b, a.Id);
        b.Put("b", "1");
        b.Put("b", "2");
        cluster.Exchange(a, b);
        TakeOver(a, b.Id);
        a.Put("a", "1");
        cluster.ExchangeAll();
        cluster.ExchangeAll();
        AssertEqual();
        Assert.Equal(new CommitEpoch(2, a.Id), c.Status().Epoch);
        Assert.Equal(0, c.Status().TentativeCount);
    }

    /// <summary>
    /// I2: the causes of a take-over go first, and among them those of an older one, which stands before them as well.
    /// The first one's clock was ahead, so that all of the second one bears smaller stamps.
    /// </summary>
    [Fact]
    public void The_causes_of_a_take_over_travel_before_it_also_where_it_is_one_of_another_take_over()
    {
        Cluster world = new(new() { BatchBytes = 1024 });
        Peer first = world.First;
        Peer writer = world.Join(first);
        Peer ahead = world.Join(first);
        world.ExchangeAll();
        Peer last = world.Join(writer);
        ahead.ClockError = TimeSpan.FromDays(2);
        TakeOver(ahead, first.Id);
        world.Exchange(first, ahead);
        writer.Put("filler", new string('x', world.Options.BatchBytes));
        WriteId cause = writer.Put("k", "1");
        world.Exchange(first, writer);
        WriteId second = TakeOver(first, ahead.Id).Write;
        Assert.True(first.Fate(cause)!.Value.CommitNumber > first.Fate(second)!.Value.CommitNumber);
        world.Exchange(last, first);
        WriteId[] taken = [.. last.Disk.Records.Select(record => record.Write).OfType<Write>().Select(write => write.Id)];
        Assert.InRange(Array.IndexOf(taken, cause), 0, Array.IndexOf(taken, second) - 1);
    }

    /// <summary>
    /// I2: what the take-over follows can come before it, in a batch of its own, and depend on what was passed over.
    /// </summary>
    [Fact]
    public void Nothing_that_a_take_over_follows_is_taken_without_what_was_passed_over_before_it()
    {
        Cluster small = new(new() { BatchBytes = 1024, WindowBatches = 1 });
        (Peer first, Peer author, Peer heir) = (small.First, small.Join(small.First), small.Join(small.First));
        small.ExchangeAll();
        author.ClockError = heir.ClockError = TimeSpan.FromDays(2);
        WriteId cause = author.Put("cause", "1");
        small.Exchange(author, heir);
        Link link = small.Connect(heir, first, LinkPurpose.Live);
        Assert.Contains(RunUntilSent(link), record => record.Id == cause);
        WriteId dependent = heir.Put("dependent", new('x', 1024));
        TakeOver(heir, first.Id);
        while (link.Run(1) > 0)
        {
            Assert.True(first.Fate(dependent) is null || first.Fate(cause) is not null, "its cause was passed over");
        }

        link.Close();
        small.Exchange(heir, first);
        Assert.All([cause, dependent], write => Assert.True(first.Fate(write)?.CommitNumber.IsGiven));
    }

    [Fact]
    public void Over_live_links_that_stay_open_all_follow()
    {
        Link ab = cluster.Connect(a, b, LinkPurpose.Live);
        Link bc = cluster.Connect(b, c, LinkPurpose.Live);
        ab.Run();
        bc.Run();
        a.Put("a", "1");
        TakeOver(b, a.Id);
        b.Put("b", "1");
        c.Put("c", "1");
        for (int round = 0; round < 4; round++)
        {
            ab.Run();
            bc.Run();
        }

        AssertEqual();
        Assert.Equal((b.Id, 0L), (a.Status().Primary, a.Status().TentativeCount));
    }

    [Fact]
    public void The_primary_moves_without_ending_its_node()
    {
        Assert.True(a.Ask<WriteAccepted>(id => new MovePrimary(id, b.Id)).Fate.CommitNumber.IsGiven);
        WriteId after = a.Put("k", "after");
        Assert.False(a.Fate(after)!.Value.CommitNumber.IsGiven);
        cluster.ExchangeAll();
        AssertEqual();
        Assert.Equal((b.Id, Standing.Active), (c.Status().Primary, a.Status().Standing));
        Assert.True(a.Fate(after)!.Value.CommitNumber.IsGiven);
        Assert.Equal(CommitEpoch.First, a.Status().Epoch);
    }

    [Fact]
    public void What_cannot_be_is_refused_and_changes_nothing()
    {
        string before = Describe(a) + Describe(b);
        Assert.Equal(RejectionCode.NotPrimary, a.Ask<Rejected>(id => new TakeOverPrimary(id, a.Id)).Rejection.Code);
        Assert.Equal(RejectionCode.NotPrimary, b.Ask<Rejected>(id => new TakeOverPrimary(id, c.Id)).Rejection.Code);
        Assert.Equal(RejectionCode.NotPrimary, b.Ask<Rejected>(id => new MovePrimary(id, c.Id)).Rejection.Code);
        Assert.Equal(RejectionCode.Invalid, a.Ask<Rejected>(id => new MovePrimary(id, a.Id)).Rejection.Code);
        Assert.Equal(RejectionCode.Invalid, a.Ask<Rejected>(id => new MovePrimary(id, ReplicaId.Base.Child(new(77)))).Rejection.Code);
        Assert.Equal(before, Describe(a) + Describe(b));
    }

    /// <summary>The primary came back from an old copy and gave numbers a second time, to other writes.</summary>
    [Fact]
    public void Commits_that_a_restored_primary_gave_twice_are_learned_anew_after_a_take_over()
    {
        Disk backup = a.Disk.Copy();
        a.Put("k", "lost");
        cluster.Exchange(b, a);
        a.Restore(backup);
        cluster.Pass(TimeSpan.FromSeconds(1));
        Peer d = cluster.Join(c);
        d.Put("d", "1");
        cluster.Exchange(d, c);
        TakeOver(b, a.Id);
        cluster.Exchange(a, b);
        Assert.Equal(Standing.Quarantined, a.Replica.Standing);
        a.Step(new IdentityGranted(Assert.IsType<JoinReply>(cluster.AskToJoin(b)).Identity));
        cluster.ExchangeAll();
        cluster.ExchangeAll();
        AssertEqual();
        Assert.Equal(("lost", 0L), (a.Get("k", ReadView.Committed), a.Status().TentativeCount));
    }

    /// <summary>I30: the journal holds it behind what it follows, which came with it.</summary>
    [Fact]
    public void A_take_over_that_comes_with_what_it_follows_is_recovered()
    {
        WriteId before = b.Put("k", "before");
        TakeOver(b, a.Id);
        LogEntryView takeOver = b.Log().Single(entry => entry.Write.Kind == WriteKind.TakeOver);
        Write followed = b.Log().Single(entry => entry.Write.Id == before).Write;
        Link link = cluster.Connect(a, c);
        link.DeliverToListener();
        LogRecord[] records =
            [LogRecord.Of(followed, CommitNumber.None), LogRecord.Of(takeOver.Write, takeOver.CommitNumber)];
        link.ForgeToListener(new Batch(1, records, EndsRun: false));
        Assert.Equal(takeOver.CommitNumber, c.Fate(takeOver.Write.Id)?.CommitNumber);
        string taken = Describe(c);
        c.Crash();
        Assert.Equal(taken, Describe(c));
    }

    /// <summary>They are of the history that the take-over goes on from: nobody else gave the numbers.</summary>
    [Fact]
    public void A_restored_primary_takes_the_commits_that_it_forgot_before_the_take_over()
    {
        Disk backup = a.Disk.Copy();
        WriteId forgotten = b.Put("k", "forgotten");
        cluster.Exchange(b, a);
        CommitNumber number = b.Fate(forgotten)!.Value.CommitNumber;
        TakeOver(b, a.Id);
        a.Restore(backup);
        cluster.Exchange(a, b);
        Assert.Equal((number, b.Id), (a.Fate(forgotten)?.CommitNumber, a.Status().Primary));
        Assert.DoesNotContain(a.Events, news => news is Alarm);
    }

    /// <summary>
    /// A primary that lost its memory gave numbers twice: who holds the one history takes no commit of the other.
    /// </summary>
    [Fact]
    public void Commits_that_go_on_from_another_history_are_refused_before_one_is_taken()
    {
        Link link = cluster.Connect(c, b);
        link.DeliverToListener();
        CommitNumber last = b.Status().CommitNumber;
        WriteId held = c.Put("k", "tentative");
        cluster.Exchange(c, b);
        string before = Describe(b);
        LogRecord notice = LogRecord.Notice(held, last.Next);
        link.ForgeToListener(new Batch(1, [notice], EndsRun: false) { Follows = new(last, new(1, 2)) });
        Assert.Equal(RejectionCode.Diverged, Assert.IsType<Refusal>(link.ToDialer.Last()).Rejection.Code);
        Assert.Equal(before, Describe(b));

        Link sound = cluster.Connect(c, b);
        sound.DeliverToListener();
        sound.ForgeToListener(new Batch(1, [notice], EndsRun: false) { Follows = new(last, b.Status().Hash) });
        Assert.Equal(last.Next, b.Fate(held)!.Value.CommitNumber);
    }

    /// <summary>
    /// Of two take-overs the one that gave way is committed under the very number that it was made for: it says nothing
    /// of the histories.
    /// </summary>
    [Fact]
    public void A_take_over_that_gave_way_and_stands_at_its_number_by_chance_accuses_nobody()
    {
        a.ClockError = TimeSpan.FromHours(2);
        a.Put("k", "ahead of time, so that it is committed later in the other epoch");
        cluster.Exchange(b, a);
        WriteFate gaveWay = TakeOver(b, a.Id);
        TakeOver(c, a.Id);
        cluster.Exchange(c, b);
        cluster.Exchange(c, b);
        Assert.Equal(gaveWay with { Outcome = Outcome.Conflicted }, c.Fate(gaveWay.Write));
        TakeOver(b, c.Id);
        Peer late = cluster.Join(b);
        cluster.Exchange(late, b);
        Assert.DoesNotContain(late.Events, news => news is Alarm);
        Assert.Equal(b.Status().Hash, late.Status().Hash);
    }

    /// <summary>I2: what a take-over follows depends on the commits before that, which are others here.</summary>
    [Fact]
    public void Nothing_is_taken_that_goes_before_a_take_over_after_another_history()
    {
        Peer d = cluster.Join(a);
        WriteId put = d.Put("k", "cause");
        Write cause = d.Log().Single(entry => entry.Write.Id == put).Write;
        Link link = cluster.Connect(c, b);
        link.DeliverToListener();
        Batch batch = new(1, [LogRecord.Of(cause, CommitNumber.None)], EndsRun: false) { Epoch = new(1, d.Id) };
        link.ForgeToListener(batch with { Follows = new(b.Status().CommitNumber, new(1, 2)) });
        Assert.Equal(RejectionCode.Diverged, Assert.IsType<Refusal>(link.ToDialer.Last()).Rejection.Code);
        Assert.Null(b.Fate(cause.Id));
        Assert.Equal(CommitNumber.None, b.Status().CommitNumber);
    }

    /// <summary>
    /// Replicas that write, exchange, take over, crash and move at will end equal, once a last take-over is known to
    /// all.
    /// </summary>
    [Fact]
    public void Any_history_of_take_overs_ends_in_one_order() => Law.HoldsForSeeds(random =>
    {
        Cluster world = new();
        world.Join(world.First);
        world.Join(world.First);
        world.ExchangeAll();
        for (int step = 0; step < 40; step++)
        {
            world.Pass(TimeSpan.FromMilliseconds(random.Next(50)));
            Peer one = world.Peers[random.Next(3)];
            Peer other = world.Peers[random.Next(3)];
            switch (random.Next(9))
            {
                case 0:
                    one.Ask<Reply>(id => new TakeOverPrimary(id, one.Status().Primary));
                    break;
                case 1:
                    one.Ask<Reply>(id => new MovePrimary(id, other.Id));
                    break;
                case 2:
                    one.Crash();
                    break;
                case 3 or 4 when one != other:
                    world.Exchange(one, other);
                    break;
                case 5:
                    world.Truncate(one, new(random.NextInt64(one.Status().CommitNumber.Value + 1)));
                    break;
                default:
                    one.Put($"k{random.Next(4)}", step.ToString(System.Globalization.CultureInfo.InvariantCulture));
                    break;
            }
        }

        for (int round = 0; round < 3; round++)
        {
            world.ExchangeAll();
        }

        CommitNumber omitted = world.Peers.Max(peer => peer.Disk.Start.Omitted.End.Number);
        Assert.Single(world.Peers.Select(peer => Describe(peer, omitted)).Distinct());
        Assert.Equal(0, world.First.Status().TentativeCount);
    });

    private static WriteFate TakeOver(Peer peer, ReplicaId from) =>
        peer.Ask<WriteAccepted>(id => new TakeOverPrimary(id, from)).Fate;

    private void AssertEqual() => Assert.Single(cluster.Peers.Select(Describe).Distinct());

    /// <summary>Runs a link until the dialer has a batch with records on the way; gives these.</summary>
    private static IReadOnlyList<LogRecord> RunUntilSent(Link link)
    {
        while (!link.ToListener.OfType<Batch>().Any(batch => batch.Records.Count > 0))
        {
            Assert.True(link.Run(1) > 0, "nothing was sent");
        }

        return link.ToListener.OfType<Batch>().First(batch => batch.Records.Count > 0).Records;
    }

    private static string Describe(Peer peer) => Describe(peer, CommitNumber.None);

    private static string Describe(Peer peer, CommitNumber omitted)
    {
        ReplicaStatus status = peer.Status();
        IEnumerable<LogEntryView> entries = peer.Log().SkipWhile(
            entry => entry.CommitNumber.IsGiven && entry.CommitNumber <= omitted);
        string log = string.Join('\n', entries.Select(entry => $"{entry.Write} {entry.CommitNumber} {entry.Outcome}"));
        return $"{status.Primary} {status.Epoch} {status.CommitNumber} {status.Hash} {status.Known} {Convert.ToHexString(status.DocumentsHash.Span)}\n{log}\n";
    }
}
