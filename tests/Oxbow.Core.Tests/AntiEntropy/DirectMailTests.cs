using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Replicas;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Tests.AntiEntropy;

/// <summary>Fresh writes go straight to a peer, which holds back what comes before its cause (I2).</summary>
public sealed class DirectMailTests
{
    private readonly Cluster cluster = new(new ReplicaOptions { MaximumHeldBack = 4 });
    private readonly Peer b;
    private readonly Peer c;
    private readonly Peer d;

    public DirectMailTests()
    {
        (b, c, d) = (cluster.Join(cluster.First), cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
    }

    [Fact]
    public void A_fresh_write_goes_straight_to_the_peer_and_the_other_way_as_well()
    {
        Link link = Mail(b, c);
        b.Put("b", "1");
        c.Put("c", "1");
        Assert.Single(link.ToListener);
        link.Run();
        Assert.Equal(("1", "1"), (c.Get("b"), b.Get("c")));
        Assert.Equal(2, c.Status().TentativeCount);
        Assert.Empty(c.Events.OfType<WriteHeldBack>());
        c.Crash();
        Assert.Equal("1", c.Get("b"));
    }

    [Fact]
    public void Only_writes_accepted_while_the_link_runs_are_mailed()
    {
        b.Put("before", "1");
        Link link = cluster.Connect(b, c, LinkPurpose.Mail);
        b.Put("before the hello", "1");
        link.Run();
        Assert.Null(c.Get("before"));
        link.Close();
        b.Put("between", "1");
        Link second = Mail(b, d);
        b.Put("while", "1");
        Assert.IsType<Mail>(Assert.Single(second.ToListener));
    }

    [Fact]
    public void A_write_of_another_replica_is_not_mailed_on()
    {
        (Link first, Link second) = (Mail(b, c), Mail(c, d));
        b.Put("k", "1");
        first.Run();
        Assert.Equal("1", c.Get("k"));
        Assert.True(second.IsQuiet);
    }

    [Fact]
    public void A_creation_is_mailed_like_any_other_write()
    {
        Link link = Mail(b, c);
        Peer created = cluster.Join(b);
        link.Run();
        Assert.Equal(created.Id.Created, c.Status().Known[created.Id]);
    }

    [Fact]
    public void A_write_that_overtakes_its_cause_is_held_back_until_an_exchange_brings_it()
    {
        Link link = Mail(b, c);
        WriteId cause = b.Put("k", "cause");
        WriteId effect = b.Put("k", "effect");
        link.ToListener.Dequeue();
        link.Run();
        Assert.Null(c.Get("k"));
        Assert.Equal(1, c.Status().HeldBackCount);
        WriteHeldBack news = Assert.Single(c.Events.OfType<WriteHeldBack>());
        Assert.Equal((effect, new VectorEntry(b.Id, cause.Stamp)), (news.Write, Assert.Single(news.Missing)));

        cluster.Pass(TimeSpan.FromSeconds(3));
        cluster.Exchange(b, c);
        Assert.Equal("effect", c.Get("k"));
        Assert.Equal(0, c.Status().HeldBackCount);
        Assert.Equal([new WriteReleased(effect, TimeSpan.FromSeconds(3))], c.Events.OfType<WriteReleased>());
    }

    /// <summary>The exchange was with somebody who has the cause alone, so the effect itself comes out of the hold-back.</summary>
    [Fact]
    public void A_held_write_is_released_by_its_cause_alone()
    {
        Link link = Mail(b, c);
        b.Put("k", "cause");
        cluster.Exchange(b, d);
        b.Put("k", "effect");
        link.ToListener.Dequeue();
        link.Run();
        cluster.Exchange(d, c);
        Assert.Equal("effect", c.Get("k"));
        cluster.Exchange(c, d);
        Assert.Equal("effect", d.Get("k"));
        c.Crash();
        Assert.Equal("effect", c.Get("k"));
    }

    [Fact]
    public void A_chain_waits_for_its_first_and_comes_out_in_order_with_it()
    {
        Link link = Mail(b, c);
        WriteId[] chain = [.. Enumerable.Range(1, 5).Select(number => b.Put("k", $"{number}"))];
        Reverse(link);
        for (int held = 1; held < chain.Length; held++)
        {
            link.DeliverToListener();
            Assert.Equal((held, (string?)null), (c.Status().HeldBackCount, c.Get("k")));
        }

        link.DeliverToListener();
        Assert.Equal((0, "5"), (c.Status().HeldBackCount, c.Get("k")));
        Assert.Equal(chain, c.Log().TakeLast(5).Select(entry => entry.Write.Id));
        Assert.Equal(chain[1..], c.Events.OfType<WriteReleased>().Select(news => news.Write));
    }

    [Fact]
    public void An_answer_that_overtakes_what_it_answers_waits_for_the_mail_of_a_third()
    {
        (Link toC, Link toD, Link fromC) = (Mail(b, c), Mail(b, d), Mail(c, d));
        WriteId question = b.Put("question", "?");
        toC.Run();
        cluster.Pass(TimeSpan.FromSeconds(1));
        c.Put("answer", "!");
        fromC.Run();
        Assert.Equal((1, (string?)null), (d.Status().HeldBackCount, d.Get("answer")));
        Assert.Equal(new VectorEntry(b.Id, question.Stamp), Assert.Single(Assert.Single(d.Events.OfType<WriteHeldBack>()).Missing));
        toD.Run();
        Assert.Equal((0, "?", "!"), (d.Status().HeldBackCount, d.Get("question"), d.Get("answer")));
    }

    [Fact]
    public void The_log_tells_how_a_write_came()
    {
        (Link toC, Link toD, Link fromC) = (Mail(b, c), Mail(b, d), Mail(c, d));
        WriteId question = b.Put("question", "?");
        toC.Run();
        WriteId answer = c.Put("answer", "!");
        fromC.Run();
        cluster.Pass(TimeSpan.FromSeconds(3));
        toD.Run();
        Assert.Null(ArrivalOf(question, b));
        Assert.Equal(new Arrival(b.Id, ByMail: true), ArrivalOf(question, c));
        Assert.Equal(new Arrival(b.Id, ByMail: true), ArrivalOf(question, d));
        Arrival held = Assert.IsType<Arrival>(ArrivalOf(answer, d));
        Assert.Equal((c.Id, true, TimeSpan.FromSeconds(3)), (held.From, held.ByMail, held.HeldBack));
        Assert.Equal(new VectorEntry(b.Id, question.Stamp), Assert.Single(held.HeldBackFor));
        cluster.Exchange(d, cluster.First);
        Assert.Equal(new Arrival(d.Id, ByMail: false), ArrivalOf(answer, cluster.First));
        d.Crash();
        Assert.Null(ArrivalOf(answer, d));
    }

    [Fact]
    public void A_mail_said_twice_changes_nothing_the_second_time()
    {
        Link link = Mail(b, c);
        b.Put("k", "1");
        b.Put("k", "2");
        Mail[] mails = [.. link.ToListener.Cast<Mail>()];
        link.ToListener.Clear();
        foreach (Mail mail in (Mail[])[mails[1], mails[1], mails[0], mails[0], mails[1]])
        {
            link.ForgeToListener(mail);
        }

        Assert.Equal((0, "2"), (c.Status().HeldBackCount, c.Get("k")));
        Assert.Single(c.Events.OfType<WriteHeldBack>());
        Assert.Single(c.Events.OfType<WriteReleased>());
        Assert.Equal(2, c.Disk.Records.Count(record => record.Write?.Id.Origin == b.Id));
        Assert.True(link.IsQuiet);
    }

    [Fact]
    public void What_finds_no_room_is_dropped_and_comes_with_an_exchange()
    {
        Link link = Mail(b, c);
        WriteId[] chain = [.. Enumerable.Range(1, 7).Select(number => b.Put("k", $"{number}"))];
        PeerMessage cause = link.ToListener.Dequeue();
        link.Run();
        Assert.Equal(cluster.Options.MaximumHeldBack, c.Status().HeldBackCount);
        Assert.Equal(cluster.Options.MaximumHeldBack, c.Events.OfType<WriteHeldBack>().Count());
        link.ForgeToListener(cause);
        Assert.Equal((0, "5"), (c.Status().HeldBackCount, c.Get("k")));
        cluster.Exchange(c, b);
        Assert.Equal("7", c.Get("k"));
        Assert.Equal(chain, c.Log().TakeLast(7).Select(entry => entry.Write.Id));
    }

    [Fact]
    public void With_no_room_at_all_mail_in_order_still_arrives()
    {
        Cluster small = new(new ReplicaOptions { MaximumHeldBack = 0 });
        Peer other = small.Join(small.First);
        small.ExchangeAll();
        Link link = small.Connect(small.First, other, LinkPurpose.Mail);
        link.Run();
        small.First.Put("k", "1");
        link.Run();
        small.First.Put("k", "lost");
        link.ToListener.Dequeue();
        small.First.Put("k", "3");
        link.Run();
        Assert.Equal((0, "1"), (other.Status().HeldBackCount, other.Get("k")));
    }

    /// <summary>The bytes are given back when a write is let in: the second round has the same room as the first.</summary>
    [Fact]
    public void No_more_bytes_are_held_back_than_the_options_say()
    {
        int bytes = 2 * cluster.First.Log()[0].Write.Encoded.Length * 3;
        Cluster small = new(new ReplicaOptions { MaximumHeldBackBytes = bytes });
        Peer other = small.Join(small.First);
        small.ExchangeAll();
        Link link = small.Connect(small.First, other, LinkPurpose.Mail);
        link.Run();
        for (int round = 0; round < 2; round++)
        {
            small.First.Put("k", "cause");
            PeerMessage cause = link.ToListener.Dequeue();
            WriteId[] later = [.. Enumerable.Range(0, 40).Select(number => small.First.Put($"{number}", "later"))];
            int fitting = bytes / small.First.Log()[^1].Write.Encoded.Length;
            link.Run();
            Assert.InRange(fitting, 1, later.Length - 1);
            Assert.InRange(other.Status().HeldBackCount, fitting, fitting + 1);
            link.ForgeToListener(cause);
            Assert.Equal(0, other.Status().HeldBackCount);
            small.Exchange(other, small.First);
            Assert.NotNull(other.Fate(later[^1]));
        }
    }

    [Fact]
    public void Mail_to_the_primary_is_committed_on_receipt()
    {
        Link link = Mail(b, cluster.First);
        WriteId write = b.Put("k", "1");
        link.Run();
        Assert.True(cluster.First.Fate(write)?.CommitNumber.IsGiven);
        Assert.False(b.Fate(write)?.CommitNumber.IsGiven);
        cluster.Exchange(b, cluster.First);
        Assert.True(b.Fate(write)?.CommitNumber.IsGiven);
    }

    [Fact]
    public void What_the_primary_held_back_is_committed_when_it_is_released()
    {
        Link link = Mail(b, cluster.First);
        WriteId[] writes = [b.Put("k", "1"), b.Put("k", "2"), b.Put("k", "3")];
        Reverse(link);
        link.Run();
        Assert.Equal(writes, cluster.First.Log().TakeLast(3).Select(entry => entry.Write.Id));
        Assert.Equal(0, cluster.First.Status().TentativeCount);
        cluster.ExchangeAll();
        Assert.Equal(cluster.First.Status().Hash, c.Status().Hash);
    }

    [Fact]
    public void Mail_of_the_primary_is_tentative_until_an_exchange_tells_its_commit_number()
    {
        Link link = Mail(cluster.First, c);
        WriteId write = cluster.First.Put("k", "1");
        link.Run();
        Assert.Equal(CommitNumber.None, c.Fate(write)?.CommitNumber);
        cluster.Exchange(c, cluster.First);
        Assert.Equal(cluster.First.Fate(write), c.Fate(write));
    }

    [Fact]
    public void A_write_that_depends_on_a_retirement_waits_for_it()
    {
        d.Put("d", "last words");
        cluster.Retire(d, b);
        Link link = Mail(b, c);
        b.Put("k", "1");
        link.Run();
        Assert.Equal((1, (string?)null), (c.Status().HeldBackCount, c.Get("k")));
        Assert.Contains(Assert.Single(c.Events.OfType<WriteHeldBack>()).Missing, entry => entry.Replica == d.Id);
        cluster.Exchange(c, b);
        Assert.Equal((0, "1", "last words"), (c.Status().HeldBackCount, c.Get("k"), c.Get("d")));
        b.Put("k", "2");
        link.Run();
        Assert.Equal((0, "2"), (c.Status().HeldBackCount, c.Get("k")));
    }

    /// <summary>B knows that D has retired and C does not even know that D was created.</summary>
    [Fact]
    public void A_write_that_depends_on_a_replica_never_heard_of_waits()
    {
        Peer e = cluster.Join(d);
        e.Put("e", "1");
        cluster.Exchange(d, b);
        cluster.Retire(e, b);
        Link link = Mail(b, c);
        b.Put("k", "1");
        link.Run();
        Assert.Equal((1, (string?)null), (c.Status().HeldBackCount, c.Get("k")));
        cluster.Exchange(b, c);
        Assert.Equal((0, "1", "1"), (c.Status().HeldBackCount, c.Get("k"), c.Get("e")));
    }

    [Fact]
    public void A_retirement_that_was_mailed_waits_for_the_last_words()
    {
        Link link = Mail(d, c);
        d.Put("d", "last words");
        cluster.Retire(d, b);
        link.ToListener.Dequeue();
        link.Run();
        Assert.Equal(1, c.Status().HeldBackCount);
        Assert.True(c.Status().Known[d.Id].IsGiven);
        cluster.Exchange(c, b);
        Assert.Equal((0, "last words"), (c.Status().HeldBackCount, c.Get("d")));
        Assert.False(c.Status().Known[d.Id].IsGiven);
    }

    [Fact]
    public void A_new_replica_that_lacks_its_own_creation_holds_mail_back_and_goes_on()
    {
        Peer e = cluster.Join(b);
        Link link = Mail(b, e);
        b.Put("k", "1");
        link.Run();
        Assert.Equal((1, (string?)null), (e.Status().HeldBackCount, e.Get("k")));
        e.Put("e", "1");
        cluster.Exchange(e, b);
        Assert.Equal((0, "1", "1"), (e.Status().HeldBackCount, e.Get("k"), b.Get("e")));
    }

    [Fact]
    public void Mail_lost_with_its_link_comes_with_an_exchange()
    {
        Link link = Mail(b, c);
        b.Put("k", "1");
        link.Close();
        b.Put("k", "2");
        Link again = Mail(b, c);
        b.Put("k", "3");
        again.Run();
        Assert.Equal((1, (string?)null), (c.Status().HeldBackCount, c.Get("k")));
        again.Close();
        cluster.Exchange(b, c);
        Assert.Equal((0, "3"), (c.Status().HeldBackCount, c.Get("k")));
    }

    [Fact]
    public void What_was_held_back_is_forgotten_in_a_crash_and_comes_with_an_exchange()
    {
        Link link = Mail(b, c);
        b.Put("k", "1");
        b.Put("k", "2");
        link.ToListener.Dequeue();
        link.Run();
        c.Crash();
        Assert.Equal((0, (string?)null), (c.Status().HeldBackCount, c.Get("k")));
        cluster.Exchange(b, c);
        Assert.Equal("2", c.Get("k"));
    }

    /// <summary>I26: what is not durable is not mailed, and what came by mail is durable before anybody can see it.</summary>
    [Fact]
    public void Nothing_is_mailed_that_a_crash_takes_back()
    {
        Link link = Mail(b, c);
        b.CrashDuring(new SubmitWrite(default, [Peer.PutOf("k", "1")], null), recordsKept: 0);
        Assert.True(link.IsQuiet);
        link = Mail(b, c);
        b.Put("k", "2");
        link.CrashListener(recordsKept: 0);
        Assert.Null(c.Get("k"));
        cluster.Exchange(b, c);
        Assert.Equal("2", c.Get("k"));
    }

    private static Arrival? ArrivalOf(WriteId write, Peer at) => at.Log().Single(entry => entry.Write.Id == write).Arrival;

    private Link Mail(Peer dialer, Peer listener)
    {
        Link link = cluster.Connect(dialer, listener, LinkPurpose.Mail);
        link.Run();
        return link;
    }

    private static void Reverse(Link link)
    {
        PeerMessage[] messages = [.. link.ToListener.Reverse()];
        link.ToListener.Clear();
        Array.ForEach(messages, link.ToListener.Enqueue);
    }
}
