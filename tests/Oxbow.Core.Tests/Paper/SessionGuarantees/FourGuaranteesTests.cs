using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Paper.SessionGuarantees;

/// <summary>
/// Terry et al., "Session Guarantees for Weakly Consistent Replicated Data" (PDIS 1994), section 3: each of the four
/// is refused while the replica lacks what it needs, granted once it has it, and can be switched off. Oxbow departs in
/// that a replica which cannot satisfy a session answers at once and names what is missing, and that holding a write
/// tentatively is holding it.
/// </summary>
public sealed class FourGuaranteesTests
{
    private readonly Cluster cluster = new();
    private readonly Peer near;
    private readonly Peer far;

    public FourGuaranteesTests()
    {
        near = cluster.Join(cluster.First);
        far = cluster.Join(cluster.First);
        cluster.ExchangeAll();
    }

    /// <summary>Section 3.1: a read sees the session's own writes.</summary>
    [Fact]
    public void Read_your_writes()
    {
        SessionState session = near.Write(SessionState.New, Peer.PutOf("k", "mine")).Session!;
        Assert.Equal([new(near.Id, session.WriteVector[near.Id])], far.ReadRefused("k", session).Missing);
        Assert.Null(far.Read("k", session with { Guarantees = Guarantees.All & ~Guarantees.ReadYourWrites }).Document);
        cluster.Exchange(near, far);
        Assert.Equal("mine", Peer.TextOf(far.Read("k", session).Document));
    }

    /// <summary>Section 3.2: a read sees what earlier reads of the session saw.</summary>
    [Fact]
    public void Monotonic_reads()
    {
        near.Put("k", "seen");
        SessionState session = near.Read("k", SessionState.New).Session!;
        Assert.Single(far.ReadRefused("other", session).Missing);
        Assert.Null(far.Read("k", session with { Guarantees = Guarantees.All & ~Guarantees.MonotonicReads }).Document);
        cluster.Exchange(near, far);
        Assert.Equal("seen", Peer.TextOf(far.Read("k", session).Document));
    }

    /// <summary>Section 3.3: a write comes after the writes that the session has read, at every replica.</summary>
    [Fact]
    public void Writes_follow_reads()
    {
        near.Put("question", "?");
        SessionState session = near.Read("question", SessionState.New).Session!;
        Assert.Single(far.WriteRefused(session, Peer.PutOf("answer", "!")).Missing);
        far.Write(session with { Guarantees = Guarantees.All & ~Guarantees.WritesFollowReads }, Peer.PutOf("other", "1"));
        cluster.Exchange(near, far);
        far.Write(session, Peer.PutOf("answer", "!"));
        Peer third = cluster.Join(cluster.First);
        Link link = cluster.Connect(far, third);
        while (link.Run(1) > 0)
        {
            Assert.True(third.Get("answer") is null || third.Get("question") is not null);
        }

        Assert.Equal("!", third.Get("answer"));
    }

    /// <summary>Section 3.4: a write comes after the session's earlier writes.</summary>
    [Fact]
    public void Monotonic_writes()
    {
        SessionState session = near.Write(SessionState.New, Peer.PutOf("k", "1")).Session!;
        Assert.Single(far.WriteRefused(session, Peer.PutOf("k", "2")).Missing);
        far.Write(session with { Guarantees = Guarantees.All & ~Guarantees.MonotonicWrites }, Peer.PutOf("other", "1"));
        cluster.Exchange(near, far);
        far.Write(session, Peer.PutOf("k", "2"));
        cluster.ExchangeAll();
        Assert.All(cluster.Peers, peer => Assert.Equal("2", peer.Get("k")));
    }

    /// <summary>A session is refused by the whole of what it did, whatever it asks for now; a scan counts as a read.</summary>
    [Fact]
    public void A_scan_is_held_to_the_same_guarantees()
    {
        SessionState session = near.Write(SessionState.New, Peer.PutOf("k", "1")).Session!;
        Assert.Single(far.Ask<Rejected>(id => ScanAll(id, session)).Missing);
        cluster.Exchange(near, far);
        SessionState after = far.Ask<DocumentsRead>(id => ScanAll(id, session)).Session!;
        Assert.True(after.ReadVector[near.Id] >= session.WriteVector[near.Id]);
    }

    [Fact]
    public void Without_a_session_nothing_is_promised_and_nothing_refused()
    {
        near.Put("k", "1");
        Assert.Null(far.Read("k", null).Session);
        Assert.Null(far.Get("k"));
    }

    [Fact]
    public void A_refused_operation_does_not_change_the_replica()
    {
        SessionState session = near.Write(SessionState.New, Peer.PutOf("k", "1")).Session!;
        ReplicaStatus before = far.Status();
        far.WriteRefused(session, Peer.PutOf("k", "2"));
        Assert.Equal(before.WriteCount, far.Status().WriteCount);
        Assert.Equal(before.Known, far.Status().Known);
    }

    /// <summary>Scope per key: only what the session did to a document matters to that document.</summary>
    [Fact]
    public void Scope_per_key_holds_each_document_to_its_own_history()
    {
        SessionState session = near.Write(SessionState.New with { Scope = SessionScope.Key }, Peer.PutOf("k", "1")).Session!;
        Assert.Null(far.Read("other", session).Document);
        Assert.Single(far.ReadRefused("k", session).Missing);
        Assert.Single(far.WriteRefused(session, Peer.PutOf("free", "1"), Peer.PutOf("k", "2")).Missing);
        far.Write(session, Peer.PutOf("free", "1"));
        cluster.Exchange(near, far);
        Assert.Equal("1", Peer.TextOf(far.Read("k", session).Document));
    }

    [Fact]
    public void Scope_per_key_remembers_what_was_read_of_a_document()
    {
        near.Put("k", "seen");
        SessionState session = near.Read("k", SessionState.New with { Scope = SessionScope.Key }).Session!;
        Assert.Single(far.ReadRefused("k", session).Missing);
        Assert.Single(far.WriteRefused(session, Peer.PutOf("k", "2")).Missing);
        Assert.Null(far.Read("other", session).Document);
    }

    /// <summary>I21: the committed view of a session never goes back.</summary>
    [Fact]
    public void Committed_reads_do_not_go_back()
    {
        cluster.First.Put("k", "committed");
        SessionState session = cluster.First.Read("k", SessionState.New with { Guarantees = Guarantees.MonotonicReads }, ReadView.Committed).Session!;
        Assert.True(session.CommittedRead > CommitNumber.None);
        session = session with { ReadVector = Vectors.VersionVector.Empty };
        far.ReadRefused("k", session, ReadView.Committed);
        Assert.Null(far.Read("k", session).Document);
        cluster.Exchange(far, cluster.First);
        Assert.Equal("committed", Peer.TextOf(far.Read("k", session, ReadView.Committed).Document));
    }

    private static ScanDocuments ScanAll(RequestId id, SessionState session) =>
        new(id, Encoding.UTF8.GetBytes("songs"), new(default, default, default, default, 10), ReadView.Latest, session);
}
