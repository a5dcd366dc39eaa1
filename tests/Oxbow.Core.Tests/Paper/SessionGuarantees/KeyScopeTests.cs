using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Paper.SessionGuarantees;

/// <summary>
/// The guarantees document by document, which the paper leaves to the application (PDIS 1994, section 3: "relevant writes").
/// A newer version than the one that the session knows satisfies it as well.
/// </summary>
public sealed class KeyScopeTests
{
    private static readonly byte[] Collection = "songs"u8.ToArray();
    private static readonly SessionState NewSession = new()
    {
        Scope = SessionScope.Key,
        Guarantees = Guarantees.ReadYourWrites | Guarantees.MonotonicReads,
    };

    private readonly Cluster cluster = new();
    private readonly Peer near;
    private readonly Peer far;

    public KeyScopeTests()
    {
        near = cluster.Join(cluster.First);
        far = cluster.Join(cluster.First);
        cluster.ExchangeAll();
    }

    [Fact]
    public void Only_the_document_that_was_written_or_read_is_refused()
    {
        near.Put("read", "1");
        SessionState session = near.Read("read", near.Write(NewSession, Peer.PutOf("written", "1")).Session).Session!;
        Assert.Single(far.ReadRefused("written", session).Missing);
        Assert.Single(far.ReadRefused("read", session).Missing);
        Assert.Null(far.Read("other", session).Document);
        cluster.Exchange(near, far);
        Assert.NotNull(far.Read("written", session).Document);
        Assert.NotNull(far.Read("read", session).Document);
    }

    [Fact]
    public void A_newer_version_of_somebody_else_satisfies_the_session_and_is_remembered()
    {
        SessionState session = near.Write(NewSession, Peer.PutOf("k", "mine")).Session!;
        cluster.Pass(TimeSpan.FromMilliseconds(1));
        far.Put("k", "theirs");
        DocumentRead read = far.Read("k", session);
        Assert.Equal("theirs", Peer.TextOf(read.Document));
        Assert.Single(near.ReadRefused("k", read.Session!).Missing);
    }

    /// <summary>The clock of the far replica is behind, and it has never seen the document.</summary>
    [Fact]
    public void A_write_comes_after_what_the_session_wrote_and_read_also_where_that_never_arrived()
    {
        far.ClockError = -TimeSpan.FromMinutes(10);
        WriteAccepted written = near.Write(NewSession, Peer.PutOf("written", "1"));
        near.Put("read", "1");
        DocumentRead read = near.Read("read", written.Session);
        WriteAccepted overWritten = far.Write(read.Session, Peer.PutOf("written", "2"));
        WriteAccepted overRead = far.Write(read.Session, Peer.PutOf("read", "2"));
        Assert.True(overWritten.Fate.Write > written.Fate.Write);
        Assert.True(overRead.Fate.Write > read.Document!.Write);
    }

    [Fact]
    public void A_write_to_another_document_moves_no_clock()
    {
        near.ClockError = TimeSpan.FromMinutes(10);
        WriteAccepted written = near.Write(NewSession, Peer.PutOf("k", "1"));
        Assert.True(far.Write(written.Session, Peer.PutOf("other", "2")).Fate.Write < written.Fate.Write);
    }

    /// <summary>A session can claim any stamp; none moves a clock further than a peer's writes could.</summary>
    [Fact]
    public void A_session_from_a_far_future_is_refused_and_moves_no_clock()
    {
        WriteId future = new(near.Id, AcceptStamp.FromTime(cluster.Now + TimeSpan.FromHours(2)));
        WriteId close = new(near.Id, AcceptStamp.FromTime(cluster.Now + TimeSpan.FromMinutes(2)));
        SessionState session = NewSession with { KeysWritten = NewSession.KeysWritten.Add(new("songs", "k"), future) };
        session = session with { KeysRead = session.KeysRead.Add(new("songs", "k"), close) };
        Assert.Equal(RejectionCode.ClockAhead, far.WriteRefused(session, Peer.PutOf("k", "1")).Rejection.Code);
        Assert.True(far.Put("k", "2") < close);
    }

    [Theory]
    [InlineData("", "", "", true)]
    [InlineData("k", "", "", true)]
    [InlineData("", "k", "", true)]
    [InlineData("", "l", "", false)]
    [InlineData("", "", "k", false)]
    [InlineData("l", "", "", false)]
    public void A_scan_is_refused_when_it_would_have_shown_what_is_missing(string prefix, string from, string to, bool isRefused)
    {
        SessionState session = near.Write(NewSession, Peer.PutOf("k", "1")).Session!;
        ScanDocuments Scan(RequestId id) => new(
            id,
            Collection,
            new(System.Text.Encoding.UTF8.GetBytes(prefix), System.Text.Encoding.UTF8.GetBytes(from), System.Text.Encoding.UTF8.GetBytes(to), default, 10),
            ReadView.Latest,
            session);
        Assert.Equal(isRefused ? RejectionCode.SessionNotSatisfied : null, (far.Ask<Reply>(Scan) as Rejected)?.Rejection.Code);
        cluster.Exchange(near, far);
        Assert.IsType<DocumentsRead>(far.Ask<Reply>(Scan));
    }

    [Fact]
    public void What_a_scan_has_shown_is_remembered()
    {
        WriteId shown = near.Put("k", "1");
        DocumentsRead scan = near.Ask<DocumentsRead>(id =>
            new ScanDocuments(id, Collection, new(default, default, default, default, 10), ReadView.Latest, NewSession));
        Assert.Equal(shown, Assert.Single(scan.Session!.KeysRead).Value);
        Assert.Single(far.ReadRefused("k", scan.Session).Missing);
    }
}
