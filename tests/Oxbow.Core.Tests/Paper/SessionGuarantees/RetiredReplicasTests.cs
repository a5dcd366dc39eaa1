using Oxbow.Core.Sessions;
using Oxbow.Core.Tests.Harness;

namespace Oxbow.Core.Tests.Paper.SessionGuarantees;

/// <summary>
/// A retired replica has no entry in a vector any more. What a session read of its writes still counts: a replica
/// that has not heard of the retirement lacks them.
/// </summary>
public sealed class RetiredReplicasTests
{
    private readonly Cluster cluster = new();

    [Fact]
    public void A_session_that_read_a_retired_replicas_write_is_refused_where_the_write_is_missing()
    {
        (Peer b, Peer c, Peer d) = (cluster.Join(cluster.First), cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        b.Put("song", "last words");
        cluster.Retire(b, c);

        SessionState session = c.Read("song", SessionState.New).Session!;
        Assert.NotEmpty(d.ReadRefused("song", session).Missing);
        Assert.NotEmpty(d.WriteRefused(session, Peer.PutOf("answer", "1")).Missing);

        cluster.Exchange(c, d);
        Assert.Equal("last words", Peer.TextOf(d.Read("song", session).Document));
        Assert.NotNull(d.Write(session, Peer.PutOf("answer", "1")).Session);
    }

    /// <summary>Reading where the retirement is known wins over an older entry of the session.</summary>
    [Fact]
    public void A_session_that_knew_the_replica_before_it_retired_is_held_to_all_its_writes_afterwards()
    {
        (Peer b, Peer c, Peer d) = (cluster.Join(cluster.First), cluster.Join(cluster.First), cluster.Join(cluster.First));
        cluster.ExchangeAll();
        b.Put("song", "first words");
        cluster.Exchange(b, d);
        SessionState session = d.Read("song", SessionState.New).Session!;
        b.Put("song", "last words");
        cluster.Retire(b, c);
        session = c.Read("song", session).Session!;
        Assert.NotEmpty(d.ReadRefused("song", session).Missing);
        cluster.Exchange(c, d);
        Assert.Equal("last words", Peer.TextOf(d.Read("song", session).Document));
    }
}
