using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Tests.Laws;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests.AntiEntropy;

/// <summary>
/// A replica, sometimes the primary, among peers that forge. After every turn its journal is recovered at each prefix that
/// has come to it, and as a whole it has to be the replica that runs.
/// </summary>
internal sealed class HostileHistory
{
    private const int Turns = 14;
    private const int MostRecords = 6;

    private readonly Random random;
    private readonly Cluster cluster;
    private readonly Peer victim;
    private readonly Peer peer;
    private readonly List<Write> known = [];
    private readonly List<ReplicaId> origins;
    private int recovered;
    private Link? link;
    private long sequence;

    public HostileHistory(Random random)
    {
        this.random = random;
        cluster = new(new()
        {
            RecoveryChunkRecords = 1 + random.Next(4),
            MaximumHeldBackBytes = random.Next(300),
            Sizes = Draw.Sizes(random),
        });
        Peer joined = cluster.Join(cluster.First);
        peer = cluster.Join(cluster.First);
        victim = random.Next(4) == 0 ? cluster.First : joined;
        origins = [ReplicaId.Base, peer.Id, peer.Id, joined.Id];
        cluster.ExchangeAll();
    }

    public void Run()
    {
        for (int turn = 0; turn < Turns; turn++)
        {
            Act();
            CheckRecovery();
        }
    }

    private void Act()
    {
        switch (random.Next(10))
        {
            case 0:
                victim.Ask<Reply>(id => new SubmitWrite(id, [Peer.PutOf($"own{random.Next(3)}", "1")], null));
                break;
            case 1 when victim.Replica.Standing == Standing.Quarantined:
                victim.Step(new IdentityGranted(new(Cluster.Database, ReplicaId.Base.Child(AcceptStamp.FromTime(cluster.Now)))));
                break;
            case 2 when victim.Replica.Standing == Standing.Active:
                origins.Add(((JoinReply)cluster.AskToJoin(victim)).Identity.Replica);
                break;
            case 3:
                victim.Crash();
                link = null;
                break;
            default:
                SendBatch();
                break;
        }

        cluster.Pass(TimeSpan.FromMilliseconds(random.Next(20)));
    }

    private void SendBatch()
    {
        if (link is null || link.ToDialer.LastOrDefault() is Refusal)
        {
            link?.Close();
            link = cluster.Connect(peer, victim);
            link.DeliverToListener();
            sequence = 0;
        }

        if (link.ToDialer.LastOrDefault() is Refusal)
        {
            return;
        }

        CommitNumber next = victim.Status(withDocumentsHash: false).CommitNumber.Next;
        List<LogRecord> records = [];
        for (int count = 1 + random.Next(MostRecords); count > 0; count--)
        {
            LogRecord record = MakeRecord(next);
            next = record.CommitNumber == next ? next.Next : next;
            records.Add(record);
        }

        link.ForgeToListener(new Batch(++sequence, records, EndsRun: false));
    }

    private LogRecord MakeRecord(CommitNumber next)
    {
        CommitNumber number = random.Next(8) switch
        {
            < 3 => next,
            3 when random.Next(4) == 0 => new(Math.Max(1, next.Value + random.Next(-3, 3))),
            _ => CommitNumber.None,
        };
        if (known.Count > 0 && random.Next(5) == 0)
        {
            Write again = known[random.Next(known.Count)];
            return random.Next(2) == 0 || !number.IsGiven ? LogRecord.Of(again, number) : LogRecord.Notice(again.Id, number);
        }

        Write write = MakeWrite(origins[random.Next(origins.Count)]);
        known.Add(write);
        return LogRecord.Of(write, number);
    }

    /// <summary>Mostly the next of its chain, as far as the victim or the batch has come with it.</summary>
    private Write MakeWrite(ReplicaId origin)
    {
        AcceptStamp last = known.Where(write => write.Id.Origin == origin).Select(write => write.Id.Stamp)
            .Append(victim.Status(withDocumentsHash: false).Known[origin])
            .Append(origin.Created)
            .Where(stamp => stamp < AcceptStamp.Maximum)
            .Max();
        AcceptStamp previous = random.Next(12) == 0 ? new(Math.Max(origin.Created.Value, last.Value - random.Next(3))) : last;
        AcceptStamp stamp = new(Math.Max(previous.Value, AcceptStamp.FromTime(cluster.Now).Value - random.Next(3)) + 1 + random.Next(3));
        WriteId id = new(origin, stamp);
        Predecessor before = random.Next(20) == 0 ? new(previous, WriteHash.None) : After(origin, previous);
        switch (random.Next(12))
        {
            case 0:
                origins.Add(origin.Child(stamp));
                return WriteEncoder.EncodeMembership(id, before, WriteKind.Creation);
            case 1:
                return WriteEncoder.EncodeMembership(id, before, WriteKind.Retirement);
            case 2:
                return WriteEncoder.EncodeHandOff(id, before, origins[random.Next(origins.Count)], new(random.Next(5)));
            case 3:
                // A child that nobody created.
                origins.Add(origin.Child(stamp));
                break;
        }

        return WriteEncoder.EncodeUpdates(id, before, [Peer.PutOf($"k{random.Next(3)}", $"{random.Next(3)}")], []);
    }

    private Predecessor After(ReplicaId origin, AcceptStamp previous) =>
        known.FindLast(write => write.Id == new WriteId(origin, previous) || write.Creates(origin, previous)) is { } before
            ? new(previous, before.Hash)
            : cluster.After(origin, previous);

    private void CheckRecovery()
    {
        LogRecord[] records = [.. victim.Disk.Read()];
        for (int length = recovered; length < records.Length; length++)
        {
            Replica.Recover(victim.Disk.Identity!, records.Take(length), cluster.Options);
        }

        recovered = records.Length;
        Replica whole = Replica.Recover(victim.Disk.Identity!, records, cluster.Options);
        Assert.Equal(Describe(victim.Status()), Describe(StatusOf(whole)));
    }

    private static ReplicaStatus StatusOf(Replica replica)
    {
        replica.Step(new ReadStatus(new(1), WithDocumentsHash: true));
        replica.EndTurn();
        return ((StatusRead)replica.TakeEffects().Replies[0]).Status;
    }

    private static string Describe(ReplicaStatus status) =>
        $"{status.Identity} {status.Standing} {status.Primary} {status.CommitNumber} {status.Hash} {status.TentativeCount} "
        + $"{status.WriteCount} {status.Known} {Convert.ToHexString(status.DocumentsHash.Span)}";
}
