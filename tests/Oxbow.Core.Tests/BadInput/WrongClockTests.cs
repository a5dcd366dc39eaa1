using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.BadInput;

/// <summary>
/// A clock that is wrong, or was, holds up the tentative writes that bear its stamps and nothing else; whoever can mend
/// it is told, and a replica whose clock is right again goes on under a new id without losing a write (design 4.1).
/// </summary>
public sealed class WrongClockTests
{
    private static readonly TimeSpan TwoDays = TimeSpan.FromDays(2);

    private readonly Cluster cluster = new();

    [Fact]
    public void A_write_from_ahead_of_time_holds_up_no_write_of_others()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        b.ClockError = TwoDays;
        WriteId ahead = b.Put("ahead", "1");
        WriteId next = b.Put("next", "2");
        b.ClockError = TimeSpan.Zero;
        WriteId fine = c.Put("fine", "3");
        Link link = cluster.Connect(b, c);
        link.Run();
        Assert.Null(c.Fate(ahead));
        Assert.Null(c.Fate(next));
        cluster.Exchange(c, cluster.First);
        Assert.True(cluster.First.Fate(fine)?.CommitNumber.IsGiven);
    }

    [Fact]
    public void A_replica_whose_clock_was_wrong_once_makes_its_writes_again_under_a_new_id()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        b.ClockError = TwoDays;
        WriteId ahead = b.Put("k", "ahead");
        b.ClockError = TimeSpan.Zero;
        WriteId after = b.Put("k", "after");
        cluster.Settle();
        Assert.Equal(Standing.Active, b.Replica.Standing);
        Assert.All(cluster.Peers, peer => Assert.Equal("after", peer.Get("k", State.ReadView.Committed)));
        Assert.All([ahead, after], write => Assert.Equal(b.Id, c.Fate(write)?.RemadeAs?.Origin));
        WriteId later = b.Put("later", "1");
        cluster.Settle();
        Assert.True(cluster.First.Fate(later) is { CommitNumber.IsGiven: true, RemadeAs: null });
        AssertTold(b, RejectionCode.ClockAhead);
    }

    [Fact]
    public void A_restart_between_does_not_bring_the_wrong_stamps_back()
    {
        Peer b = cluster.Join(cluster.First);
        cluster.ExchangeAll();
        b.ClockError = TwoDays;
        b.Put("k", "1");
        b.ClockError = TimeSpan.Zero;
        cluster.Settle();
        b.Crash();
        WriteId later = b.Put("later", "1");
        Assert.True(later.Stamp < AcceptStamp.FromTime(cluster.Now + TimeSpan.FromHours(1)));
        cluster.Settle();
        Assert.True(cluster.First.Fate(later)?.CommitNumber.IsGiven);
    }

    /// <summary>What it waits for never comes: its bearer has taken both back.</summary>
    [Fact]
    public void Mail_that_waits_for_what_was_taken_back_does_not_wait_for_ever()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        Link link = cluster.Connect(b, c, LinkPurpose.Mail);
        link.Run();
        b.ClockError = TwoDays;
        b.Put("cause", "1");
        b.Put("effect", "2");
        link.ToListener.Dequeue();
        link.Run();
        Assert.Equal(1, c.Status().HeldBackCount);
        b.ClockError = TimeSpan.Zero;
        cluster.Settle();
        Assert.Equal((0, "1", "2"), (c.Status().HeldBackCount, c.Get("cause"), c.Get("effect")));
        Assert.DoesNotContain(c.Events, news => news is Alarm { Rejection.Code: RejectionCode.IdentityClash });
    }

    /// <summary>Its place is fixed by its number: a stamp says nothing any more, and moves no clock.</summary>
    [Fact]
    public void A_primary_whose_clock_is_wrong_commits_what_everybody_takes()
    {
        Peer b = cluster.Join(cluster.First);
        cluster.ExchangeAll();
        cluster.First.ClockError = TwoDays;
        WriteId ahead = cluster.First.Put("k", "1");
        cluster.Exchange(b, cluster.First);
        Assert.True(b.Fate(ahead)?.CommitNumber.IsGiven);
        Assert.True(b.Put("own", "1").Stamp < AcceptStamp.FromTime(cluster.Now + TimeSpan.FromHours(1)));
        cluster.First.ClockError = TimeSpan.Zero;
        WriteId after = cluster.First.Put("k", "2");
        cluster.Exchange(b, cluster.First);
        Assert.True(b.Fate(after)?.CommitNumber.IsGiven);
        b.Crash();
        Assert.True(b.Put("own", "2").Stamp < AcceptStamp.FromTime(cluster.Now + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_replica_whose_stamps_are_ahead_creates_no_other_one()
    {
        Peer b = cluster.Join(cluster.First);
        b.ClockError = TwoDays;
        b.Put("k", "1");
        b.ClockError = TimeSpan.Zero;
        Assert.Equal(RejectionCode.ClockAhead, Assert.IsType<Refusal>(cluster.AskToJoin(b)).Rejection.Code);
        Assert.IsType<JoinReply>(cluster.AskToJoin(cluster.First));
    }

    /// <summary>A device whose battery is empty boots with a clock of years ago.</summary>
    [Fact]
    public void A_clock_of_years_ago_takes_what_is_committed_and_the_rest_once_it_is_right()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        b.ClockError = -TimeSpan.FromDays(3650);
        cluster.Pass(TimeSpan.FromSeconds(10));
        WriteId committed = cluster.First.Put("committed", "1");
        WriteId tentative = c.Put("tentative", "2");
        cluster.Exchange(b, cluster.First);
        Link link = cluster.Connect(b, c, LinkPurpose.Live);
        link.Run();
        Assert.True(b.Fate(committed)?.CommitNumber.IsGiven);
        Assert.Null(b.Fate(tentative));
        Assert.Equal(1, b.Status().AheadCount);
        AssertTold(b, RejectionCode.ClockAhead);
        AssertTold(c, RejectionCode.ClockAhead);
        b.ClockError = TimeSpan.Zero;
        b.Turn([]);
        Assert.Equal(0, b.Status().AheadCount);
        link.Close();
        cluster.Exchange(b, c);
        Assert.NotNull(b.Fate(tentative));
    }

    [Fact]
    public void A_write_that_waits_is_taken_at_once_when_it_is_committed()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        (b.ClockError, cluster.First.ClockError) = (TwoDays, TwoDays);
        WriteId ahead = b.Put("k", "1");
        Link link = cluster.Connect(b, c, LinkPurpose.Live);
        link.Run();
        Assert.Null(c.Fate(ahead));
        cluster.Exchange(b, cluster.First);
        link.Run();
        link.Close();
        cluster.Exchange(b, c);
        Assert.True(c.Fate(ahead)?.CommitNumber.IsGiven);
        Assert.Equal(0, c.Status().AheadCount);
    }

    /// <summary>The one before it is not missing: over another link it comes with its commit number.</summary>
    [Fact]
    public void A_committed_write_behind_one_that_waits_is_asked_for_over_another_link()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        b.ClockError = TwoDays;
        b.Put("k", "waits");
        Link link = cluster.Connect(b, c, LinkPurpose.Live);
        link.Run();
        WriteId next = b.Put("k", "next");
        Write write = b.Log().Single(entry => entry.Write.Id == next).Write;
        link.ForgeToListener(
            new Batch(2, [LogRecord.Of(write, c.Status().CommitNumber.Next)], EndsRun: false));
        Assert.Contains(c.Events, news => news is LinkDone { Rejection.Code: RejectionCode.StartAnew });
    }

    /// <summary>The time of both comes while the link lives over which the first was passed over.</summary>
    /// <summary>
    /// The first write of a replica follows its creation, which waits: passed over, it would be missing before the
    /// take-over.
    /// </summary>
    [Fact]
    public void What_a_take_over_follows_is_taken_though_the_creation_of_its_origin_waits()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        b.ClockError = TwoDays;
        Peer d = cluster.Join(b);
        cluster.Exchange(b, c);
        Assert.Equal(1, c.Status().AheadCount);
        WriteId first = d.Put("k", "1");
        d.Ask<WriteAccepted>(id => new TakeOverPrimary(id, cluster.First.Id));
        WriteId second = d.Put("k", "2");
        cluster.Exchange(c, d);
        Assert.All([first, second], write => Assert.True(c.Fate(write)?.CommitNumber.IsGiven));
    }

    [Fact]
    public void What_depends_on_a_write_that_waits_does_not_come_before_it()
    {
        (Peer b, Peer c, Peer d) = (
            cluster.Join(cluster.First), cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        (b.ClockError, d.ClockError) = (TimeSpan.FromMinutes(61), TimeSpan.FromMinutes(61));
        WriteId cause = b.Put("cause", "1");
        cluster.Exchange(b, d);
        Link link = cluster.Connect(d, c, LinkPurpose.Live);
        link.Run();
        Assert.Null(c.Fate(cause));
        WriteId effect = d.Put("effect", "1");
        cluster.Pass(TimeSpan.FromMinutes(2));
        link.Run();
        Assert.Null(c.Fate(effect));
        cluster.Exchange(d, c);
        Assert.All([cause, effect], write => Assert.NotNull(c.Fate(write)));
    }

    /// <summary>An alarm for the clocks, one for the write: not four in every second.</summary>
    [Fact]
    public void Alarms_are_raised_once()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        b.ClockError = TwoDays;
        b.Put("k", "1");
        b.Put("k", "2");
        for (int round = 0; round < 5; round++)
        {
            cluster.Exchange(b, c);
        }

        Assert.Equal(2, c.Events.Count(news => news is Alarm));
        Assert.Single(b.Events, news => news is Alarm);
    }

    /// <summary>Whoever opens the link can name any id: what is remembered of it is bounded.</summary>
    [Fact]
    public void A_stranger_with_many_ids_and_a_wrong_clock_is_told_of_a_bounded_number_of_times()
    {
        Peer a = cluster.First;
        for (int number = 1; number <= 1_200; number++)
        {
            LinkId link = cluster.NextLinkId();
            a.Open(link, LinkPurpose.Exchange, isDialer: false, new());
            ReplicaStatus status = a.Status(withDocumentsHash: false);
            ReplicaIdentity stranger = new(Cluster.Database, ReplicaId.Base.Child(new(number)));
            a.Step(new PeerSaid(link, new Hello(stranger, status.Known, status.CommitNumber, status.Hash)
            {
                SentAt = cluster.Now + TwoDays,
            }));
            a.Close(link);
        }

        Assert.Equal(1_000, a.Events.Count(news => news is Alarm { Rejection.Code: RejectionCode.ClockAhead }));
    }

    [Fact]
    public void A_retirement_from_ahead_of_time_takes_nothing_with_it()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        b.ClockError = TwoDays;
        WriteId write = b.Put("k", "1");
        cluster.Retire(b, c);
        Assert.False(b.HasLeft);
        b.ClockError = TimeSpan.Zero;
        cluster.Settle();
        cluster.Retire(b, c);
        Assert.True(b.HasLeft);
        cluster.Exchange(c, cluster.First);
        Assert.True(cluster.First.Fate(write)?.CommitNumber.IsGiven);
    }

    /// <summary>The time server of a whole site was wrong: nobody could grant an id to anybody.</summary>
    [Fact]
    public void Where_all_clocks_were_wrong_nobody_needs_a_new_id()
    {
        (Peer b, Peer c) = (cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        foreach (Peer peer in cluster.Peers)
        {
            peer.ClockError = TwoDays;
            peer.Put("k", peer.Name);
        }

        cluster.ExchangeAll();
        foreach (Peer peer in cluster.Peers)
        {
            peer.ClockError = TimeSpan.Zero;
        }

        WriteId write = b.Put("after", "1");
        cluster.ExchangeAll();
        Assert.All(cluster.Peers, peer => Assert.Equal(Standing.Active, peer.Replica.Standing));
        Assert.True(c.Fate(write)?.CommitNumber.IsGiven);
    }

    [Fact]
    public void A_clock_slightly_ahead_costs_nobody_an_id()
    {
        Peer b = cluster.Join(cluster.First);
        b.ClockError = TimeSpan.FromMinutes(90);
        ReplicaId id = b.Id;
        b.Put("k", "1");
        b.ClockError = TimeSpan.Zero;
        cluster.Exchange(b, cluster.First);
        Assert.Equal(Standing.Active, b.Replica.Standing);
        cluster.Pass(TimeSpan.FromMinutes(31));
        cluster.Exchange(b, cluster.First);
        Assert.Equal((id, "1"), (b.Id, cluster.First.Get("k")));
    }

    private static void AssertTold(Peer peer, RejectionCode code) =>
        Assert.Contains(peer.Events, news => news is Alarm alarm && alarm.Rejection.Code == code);
}
