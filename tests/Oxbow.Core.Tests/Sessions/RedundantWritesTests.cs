using System.Globalization;
using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Core.Sessions;
using Oxbow.Core.State;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Tests.Laws;
using Oxbow.Core.Vectors;

namespace Oxbow.Core.Tests.Sessions;

/// <summary>Write entries that the read vector covers can be left out of a token: no replica answers differently.</summary>
public sealed class RedundantWritesTests
{
    private const int Steps = 60;

    [Fact]
    public void An_entry_that_the_read_vector_covers_is_left_out()
    {
        Cluster cluster = new();
        Peer near = cluster.Join(cluster.First);
        SessionState written = near.Write(SessionState.New, Peer.PutOf("k", "1")).Session!;
        Assert.Equal(written, written.WithoutRedundantWrites());

        SessionState read = near.Read("k", written).Session!;
        Assert.Equal(VersionVector.Empty, read.WithoutRedundantWrites().WriteVector);

        SessionState again = near.Write(read, Peer.PutOf("k", "2")).Session!;
        Assert.Equal([near.Id], again.WithoutRedundantWrites().WriteVector.Entries.Select(entry => entry.Replica));
    }

    [Fact]
    public void Entries_of_replicas_that_retired_where_the_session_read_are_left_out()
    {
        Cluster cluster = new();
        Peer leaver = cluster.Join(cluster.First);
        SessionState session = leaver.Write(SessionState.New, Peer.PutOf("k", "1")).Session!;
        cluster.Retire(leaver, cluster.First);
        session = cluster.First.Read("k", session).Session!;

        Assert.Single(session.WriteVector.Entries);
        Assert.Equal(VersionVector.Empty, session.WithoutRedundantWrites().WriteVector);
    }

    [Theory]
    [InlineData(Guarantees.All & ~Guarantees.MonotonicReads, SessionScope.Session)]
    [InlineData(Guarantees.All & ~Guarantees.WritesFollowReads, SessionScope.Session)]
    [InlineData(Guarantees.None, SessionScope.Session)]
    [InlineData(Guarantees.All, SessionScope.Key)]
    public void Without_all_guarantees_over_the_whole_session_nothing_is_left_out(Guarantees guarantees, SessionScope scope)
    {
        VersionVector vector = VersionVector.Empty.With(ReplicaId.Base, new(5));
        SessionState session = new() { Guarantees = guarantees, Scope = scope, ReadVector = vector, WriteVector = vector };
        Assert.Equal(session, session.WithoutRedundantWrites());
    }

    /// <summary>
    /// The same session twice, one of them made smaller after every step: through joins, retirements and partial
    /// exchanges every replica gives both the same answer.
    /// </summary>
    [Fact]
    public void No_replica_answers_differently() => Law.HoldsForSeeds(random =>
    {
        Cluster cluster = new();
        cluster.Join(cluster.First);
        cluster.Join(cluster.First);
        (SessionState Whole, SessionState Small) session = (SessionState.New, SessionState.New);
        for (int step = 0; step < Steps; step++)
        {
            Peer[] staying = [.. cluster.Peers.Where(peer => !peer.HasLeft)];
            Peer peer = staying[random.Next(staying.Length)];
            Peer other = staying[random.Next(staying.Length)];
            Change(random, cluster, staying.Length, peer, other);
            session = Use(random, peer, session);
            Assert.All(cluster.Peers.Where(peer => !peer.HasLeft), peer => Assert.Equal(Answers(peer, session.Whole), Answers(peer, session.Small)));
        }
    });

    private static void Change(Random random, Cluster cluster, int staying, Peer peer, Peer other)
    {
        switch (random.Next(8))
        {
            case 0 when staying < 6:
                cluster.Join(peer);
                break;
            case 1 when peer != other && staying > 3:
                cluster.Retire(peer, other);
                break;
            case < 4 when peer != other:
                cluster.Exchange(peer, other);
                break;
            default:
                other.Put("k", "by nobody");
                break;
        }
    }

    private static (SessionState Whole, SessionState Small) Use(Random random, Peer peer, (SessionState Whole, SessionState Small) session)
    {
        if (peer.HasLeft || Answers(peer, session.Whole) != (true, true))
        {
            return session;
        }

        if (random.Next(2) == 0)
        {
            WriteAccepted accepted = peer.Write(session.Whole, Peer.PutOf("k", random.Next().ToString(CultureInfo.InvariantCulture)));
            return (accepted.Session!, session.Small.AfterWrite(accepted.Fate.Write, []).WithoutRedundantWrites());
        }

        return (peer.Read("k", session.Whole).Session!, peer.Read("k", session.Small).Session!.WithoutRedundantWrites());
    }

    /// <summary>Whether a replica would serve a read and a write; the write's precondition is false, so that it changes nothing.</summary>
    private static (bool Reads, bool Writes) Answers(Peer peer, SessionState session)
    {
        Precondition never = new("songs"u8.ToArray(), Encoding.UTF8.GetBytes("absent"), new WriteId(ReplicaId.Base, AcceptStamp.Maximum));
        Reply read = peer.Ask<Reply>(id => new ReadDocument(id, "songs"u8.ToArray(), "k"u8.ToArray(), ReadView.Latest, session));
        Rejected written = peer.Ask<Rejected>(id => new SubmitWrite(id, [Peer.PutOf("k", "1")], session) { Preconditions = [never] });
        return (read is DocumentRead, written.Rejection.Code == RejectionCode.PreconditionFailed);
    }
}
