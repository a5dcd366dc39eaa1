using System.Collections.Immutable;
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

/// <summary>
/// What a session of scope per key remembers is bounded; beyond the bound the oldest writes count for every document,
/// so that no promise is lost.
/// </summary>
public sealed class KeyFoldingTests
{
    private static readonly SessionState PerKey = SessionState.New with { Scope = SessionScope.Key };

    private readonly Cluster cluster = new();
    private readonly Peer near;
    private readonly Peer far;

    public KeyFoldingTests()
    {
        near = cluster.Join(cluster.First);
        far = cluster.Join(cluster.First);
        cluster.ExchangeAll();
    }

    [Fact]
    public void Up_to_the_limit_every_document_is_remembered_by_itself()
    {
        SessionState session = WriteMany(PerKey, SessionState.MaximumKeys);
        Assert.Equal(SessionState.MaximumKeys, session.KeysWritten.Count);
        Assert.Equal(VersionVector.Empty, session.WriteVector);
        Assert.Null(far.Read("other", session).Document);
    }

    [Fact]
    public void Beyond_it_the_oldest_write_counts_for_every_document()
    {
        SessionState session = WriteMany(PerKey, SessionState.MaximumKeys + 1);
        Assert.Equal(SessionState.MaximumKeys, session.KeysWritten.Count);
        Assert.DoesNotContain(new("songs", NameOf(0)), session.KeysWritten.Keys);
        Assert.Single(far.ReadRefused(NameOf(0), session).Missing);
        Assert.Single(far.ReadRefused("other", session).Missing);
        Assert.Single(far.WriteRefused(session, Peer.PutOf("one", "1"), Peer.PutOf("two", "2")).Missing);
        Assert.Single(far.Ask<Rejected>(id => Scan(id, session)).Missing);
        cluster.Exchange(near, far);
        Assert.Equal("1", Peer.TextOf(far.Read(NameOf(0), session).Document));
        Assert.NotNull(far.Ask<DocumentsRead>(id => Scan(id, session)).Session);
    }

    [Fact]
    public void Folded_writes_are_checked_by_the_guarantees_that_ask_for_writes()
    {
        SessionState session = WriteMany(PerKey, SessionState.MaximumKeys + 1);
        Assert.Null(far.Read("other", session with { Guarantees = Guarantees.All & ~Guarantees.ReadYourWrites }).Document);
        Assert.NotNull(far.Write(session with { Guarantees = Guarantees.All & ~Guarantees.MonotonicWrites }, Peer.PutOf("other", "1")));
    }

    [Fact]
    public void Reads_are_folded_into_the_read_vector()
    {
        SessionState session = PerKey;
        for (int number = 0; number <= SessionState.MaximumKeys; number++)
        {
            near.Put(NameOf(number), "1");
            session = near.Read(NameOf(number), session).Session!;
        }

        Assert.Equal(SessionState.MaximumKeys, session.KeysRead.Count);
        Assert.Equal(VersionVector.Empty, session.WriteVector);
        Assert.Single(far.ReadRefused("other", session).Missing);
        Assert.Single(far.WriteRefused(session, Peer.PutOf("other", "1")).Missing);
        Assert.Null(far.Read("other", session with { Guarantees = Guarantees.All & ~Guarantees.MonotonicReads }).Document);
        cluster.Exchange(near, far);
        Assert.Null(far.Read("other", session).Document);
    }

    /// <summary>A vector of a few writes covers the creation of replicas it has no entry for; they have not retired.</summary>
    [Fact]
    public void Absence_from_a_folded_vector_does_not_mean_retired()
    {
        Peer late = cluster.Join(cluster.First);
        SessionState session = PerKey;
        for (int number = 0; number <= SessionState.MaximumKeys; number++)
        {
            cluster.First.Put(NameOf(number), "1");
            session = cluster.First.Read(NameOf(number), session).Session!;
        }

        Assert.Equal([ReplicaId.Base], session.ReadVector.Entries.Select(entry => entry.Replica));
        Assert.True(session.ReadVector[ReplicaId.Base] >= late.Id.Created);
        cluster.Exchange(cluster.First, far);
        Assert.Null(far.Read("other", session).Document);
        Assert.NotNull(far.Ask<DocumentsRead>(id => Scan(id, session)).Session);
    }

    /// <summary>1000 documents of one write: one entry covers them all.</summary>
    [Fact]
    public void A_write_of_more_documents_than_are_remembered_is_folded_as_a_whole()
    {
        SessionState session = near.Write(PerKey, [.. Enumerable.Range(0, 1000).Select(number => Peer.PutOf(NameOf(number), "1"))]).Session!;
        Assert.Empty(session.KeysWritten);
        Assert.Equal(near.Id, Assert.Single(session.WriteVector.Entries).Replica);
        Assert.Single(far.ReadRefused("other", session).Missing);
    }

    [Fact]
    public void Long_keys_are_folded_when_their_text_grows_too_long_in_all()
    {
        SessionState session = PerKey;
        for (int number = 0; number < 5; number++)
        {
            string key = NameOf(number) + new string('水', 300);
            session = near.Write(session, Peer.PutOf(key, "1")).Session!;
            session = near.Read(key, session).Session!;
            Assert.InRange(TextBytes(session), 1, SessionState.MaximumKeyTextBytes);
        }

        Assert.Equal(4, session.KeysWritten.Count);
        Assert.Equal(5, session.KeysRead.Count);
        Assert.Single(far.ReadRefused("other", session).Missing);
    }

    /// <summary>Whatever is folded: every operation that was refused before is refused after, and the limits hold.</summary>
    [Fact]
    public void Folding_never_asks_for_less() => Law.HoldsForSeeds(random =>
    {
        SessionState session = PerKey with { KeysWritten = Keys(random), KeysRead = Keys(random) };
        SessionState folded = KeyFolding.WithinLimits(session);
        Assert.InRange(folded.KeysWritten.Count, 0, SessionState.MaximumKeys);
        Assert.InRange(folded.KeysRead.Count, 0, SessionState.MaximumKeys);
        Assert.InRange(TextBytes(folded), 0, SessionState.MaximumKeyTextBytes);
        Assert.All(session.KeysWritten, pair => Assert.True(Asks(folded.KeysWritten, folded.WriteVector, pair)));
        Assert.All(session.KeysRead, pair => Assert.True(Asks(folded.KeysRead, folded.ReadVector, pair)));
        Assert.All(folded.WriteVector.Entries, entry => Assert.Contains(new WriteId(entry.Replica, entry.Stamp), session.KeysWritten.Values));
        Assert.All(folded.ReadVector.Entries, entry => Assert.Contains(new WriteId(entry.Replica, entry.Stamp), session.KeysRead.Values));
    });

    private static bool Asks(IReadOnlyDictionary<DocumentKey, WriteId> keys, VersionVector vector, KeyValuePair<DocumentKey, WriteId> needed) =>
        vector[needed.Value.Origin] >= needed.Value.Stamp || (keys.TryGetValue(needed.Key, out WriteId kept) && kept == needed.Value);

    private static ImmutableSortedDictionary<DocumentKey, WriteId> Keys(Random random)
    {
        ReplicaId[] origins = [.. Enumerable.Range(1, 4).Select(stamp => ReplicaId.Base.Child(new(stamp)))];
        return SessionState.New.KeysRead.AddRange(Enumerable.Range(0, random.Next(200)).Select(number => KeyValuePair.Create(
            new DocumentKey("songs", NameOf(number) + new string('k', random.Next(120))),
            new WriteId(origins[random.Next(origins.Length)], new(random.Next(1, 1000))))));
    }

    private SessionState WriteMany(SessionState session, int count) => Enumerable.Range(0, count).Aggregate(
        session, (state, number) => near.Write(state, Peer.PutOf(NameOf(number), "1")).Session!);

    private static string NameOf(int number) => number.ToString("D4", CultureInfo.InvariantCulture);

    private static int TextBytes(SessionState session) =>
        session.KeysWritten.Keys.Concat(session.KeysRead.Keys).Sum(key => Encoding.UTF8.GetByteCount(key.Collection + key.Key));

    private static ScanDocuments Scan(RequestId id, SessionState session) =>
        new(id, "songs"u8.ToArray(), new(default, default, default, default, 10), ReadView.Latest, session);
}
