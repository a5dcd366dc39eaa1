using Oxbow.Core.Identity;
using Oxbow.Core.Sessions;
using Oxbow.Core.Vectors;

namespace Oxbow.Wire.Tests.Sessions;

/// <summary>I22: a whole session takes at most 64 bytes and 16 for each live replica, before base64url.</summary>
public sealed class TokenSizeTests(ITestOutputHelper output)
{
    private const int FixedBytes = 64;
    private const int BytesPerReplica = 16;

    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongestIdle = TimeSpan.FromDays(90);

    /// <summary>
    /// As long as it gets: every id a creation stamp of its own, every entry 90 days old but the newest, up to four
    /// replicas written at and not read from since, a thousand million million writes committed.
    /// </summary>
    [Theory]
    [InlineData(3)]
    [InlineData(21)]
    [InlineData(100)]
    public void A_token_stays_within_its_bound(int replicas)
    {
        int worst = 0;
        foreach (int share in new[] { 1, 2, 5 })
        {
            ReplicaId[] ids = Ids(replicas, share);
            for (int written = 0; written <= Math.Min(4, replicas); written++)
            {
                worst = Math.Max(worst, Tokens.BytesOf(Idle(ids, written)));
            }
        }

        output.WriteLine($"{replicas} replicas: {worst} bytes of {FixedBytes + (BytesPerReplica * replicas)}");
        Assert.InRange(worst, replicas * BytesPerReplica, FixedBytes + (BytesPerReplica * replicas));
    }

    [Fact]
    public void An_entry_that_is_idle_for_longer_takes_one_byte_more_up_to_34_years()
    {
        ReplicaId[] ids = Ids(21, 2);
        SessionState session = Idle(ids, 0);
        SessionState older = session with { ReadVector = session.ReadVector.With(ids[0], At(TimeSpan.Zero)) };
        int bytes = Tokens.BytesOf(older);
        for (int days = 100; days < 34 * 365; days += 100)
        {
            VersionVector vector = VersionVector.From(older.ReadVector.Entries.Select(entry =>
                entry.Replica == ids[1] ? entry with { Stamp = At(TimeSpan.FromDays(days)) } : entry));
            Assert.Equal(bytes + 1, Tokens.BytesOf(older with { ReadVector = vector }));
        }
    }

    [Fact]
    public void A_session_that_has_done_nothing_takes_29_bytes() =>
        Assert.Equal(29, Tokens.BytesOf(SessionState.New));

    /// <summary>Half of the ids one creation deep, or fewer; the others created by one of these.</summary>
    private static ReplicaId[] Ids(int count, int share)
    {
        List<ReplicaId> ids = [];
        while (ids.Count < count)
        {
            ReplicaId creator = ids.Count % share == 0 ? ReplicaId.Base : ids[ids.Count - (ids.Count % share)];
            ids.Add(creator.Child(At(TimeSpan.FromDays(400) - TimeSpan.FromMinutes(ids.Count))));
        }

        return [.. ids];
    }

    private static SessionState Idle(ReplicaId[] ids, int written) => new()
    {
        ReadVector = VersionVector.From(ids.Select((id, index) => new VectorEntry(id, At(index == 0 ? TimeSpan.Zero : LongestIdle)))),
        WriteVector = VersionVector.From(ids.TakeLast(written).Select(id => new VectorEntry(id, At(LongestIdle).Next))),
        CommittedRead = new CommitNumber(1_000_000_000_000_000),
    };

    private static AcceptStamp At(TimeSpan ago) => AcceptStamp.FromTime(Now - ago);
}
