using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Recovery;
using Oxbow.Core.Replicas;
using Oxbow.Core.Tests.Harness;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Tests;

/// <summary>The cycle step, take, advance; misuse of it is a bug of the caller and throws.</summary>
public sealed class ReplicaCycleTests
{
    private static readonly ReplicaIdentity Identity = new(Cluster.Database, ReplicaId.Base);

    private readonly Replica replica = Replica.Create(Identity, new());

    [Fact]
    public void The_first_effects_say_to_persist_the_identity()
    {
        Effects effects = replica.TakeEffects();
        Assert.Equal(Identity, effects.Identity);
        Assert.False(effects.IsDurableAlready);
        replica.Advance();
        Assert.True(replica.TakeEffects().IsEmpty);
    }

    [Fact]
    public void Effects_are_taken_once_and_then_done()
    {
        Assert.Throws<InvalidOperationException>(replica.Advance);
        replica.TakeEffects();
        Assert.Throws<InvalidOperationException>(() => replica.TakeEffects());
        replica.Advance();
        Assert.Throws<InvalidOperationException>(replica.Advance);
    }

    /// <summary>What a step in between caused would be lost when the effects taken before are done.</summary>
    [Fact]
    public void A_step_before_the_effects_are_done_is_refused()
    {
        replica.TakeEffects();
        Assert.Throws<InvalidOperationException>(() => replica.Step(new ReadStatus(new(1), false)));
        replica.Advance();
        replica.Step(new ReadStatus(new(1), false));
        replica.EndTurn();
        Assert.Single(replica.TakeEffects().Replies);
    }

    /// <summary>
    /// What the end of the turn would have brought into the log is not to be missing from the effects.
    /// </summary>
    [Fact]
    public void Effects_are_taken_after_the_end_of_the_turn()
    {
        replica.Step(new ReadStatus(new(1), false));
        Assert.Throws<InvalidOperationException>(() => replica.TakeEffects());
        replica.EndTurn();
        replica.TakeEffects();
        Assert.Throws<InvalidOperationException>(replica.EndTurn);
    }

    [Fact]
    public void Every_request_gets_exactly_one_reply_with_its_id()
    {
        replica.Tick(Cluster.Start);
        replica.Step(new SubmitWrite(new(7), [Peer.PutOf("k", "1")], null));
        replica.Step(new SubmitWrite(new(8), [], null));
        replica.Step(new ReadFate(new(9), new(ReplicaId.Base, new(1))));
        replica.EndTurn();
        Assert.Equal([7L, 8, 9], replica.TakeEffects().Replies.Select(reply => reply.Id.Value));
    }

    [Fact]
    public void Options_with_faults_are_refused_with_all_of_them()
    {
        ReplicaOptions wrong = new() { BatchBytes = 1, WindowBatches = 0, MaximumClockAhead = TimeSpan.Zero };
        Assert.Equal(3, wrong.Validate().Count);
        string message = Assert.Throws<ArgumentException>(() => Replica.Create(Identity, wrong)).Message;
        Assert.Contains(nameof(ReplicaOptions.BatchBytes), message);
        Assert.Contains(nameof(ReplicaOptions.WindowBatches), message);
        Assert.Contains(nameof(ReplicaOptions.MaximumClockAhead), message);
    }

    [Fact]
    public void A_journal_that_is_no_log_is_refused_by_name()
    {
        Cluster cluster = new();
        WriteId lost = cluster.First.Put("k", "1");
        WriteId next = cluster.First.Put("k", "2");
        LogRecord[] records = [.. cluster.First.Disk.Records.Where(record => record.Id != lost)];
        Assert.Contains(
            next.ToString(), Assert.Throws<RecoveryException>(() => Replica.Recover(Identity, records, new())).Message);
    }

    [Fact]
    public void A_journal_with_two_writes_of_one_name_is_refused()
    {
        Cluster cluster = new();
        WriteId twice = cluster.First.Put("k", "1");
        Write one = cluster.First.Log().Single(entry => entry.Write.Id == twice).Write;
        Write other = WriteEncoder.EncodeUpdates(
            twice, new(one.Previous, one.PreviousHash), [Peer.PutOf("k", "2")], []);
        LogRecord[] records = [.. cluster.First.Disk.Records, LogRecord.Of(other, CommitNumber.None)];
        string message = Assert.Throws<RecoveryException>(() => Replica.Recover(Identity, records, new())).Message;
        Assert.Contains($"Two different writes are named {twice}", message, StringComparison.Ordinal);
    }

    /// <summary>I27: recovering twice from the same records is recovering once.</summary>
    [Fact]
    public void Recovery_changes_nothing_on_the_disk()
    {
        Cluster cluster = new();
        Peer b = cluster.Join(cluster.First);
        b.Put("k", "1");
        cluster.Exchange(b, cluster.First);
        b.Put("k", "2");
        ReplicaStatus before = b.Status();
        int records = b.Disk.Records.Count;
        b.Crash();
        b.Crash();
        Assert.Equal(records, b.Disk.Records.Count);
        Assert.Equal(before.DocumentsHash.ToArray(), b.Status().DocumentsHash.ToArray());
        Assert.Equal((before.Hash, before.Known), (b.Status().Hash, b.Status().Known));
    }
}
