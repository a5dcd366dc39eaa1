using System.Buffers;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Storage.Replicas;

namespace Oxbow.Storage.Tests.Replicas;

/// <summary>What a replica wanted persisted comes back in order; what a journal does not hold is never made up.</summary>
public sealed class ReplicaJournalTests
{
    private const int LargestBlockBytes = 2 * 1024 * 1024;

    private static readonly ReplicaIdentity First = new(new(new Guid("00112233-4455-6677-8899-aabbccddeeff")), ReplicaId.Base);
    private static readonly ReplicaIdentity Second = First with { Replica = ReplicaId.Base.Child(new(77)) };

    [Fact]
    public void Nothing_was_ever_persisted()
    {
        using ReplicaJournal journal = new(new MemoryJournal());

        Assert.Null(journal.Recover());
    }

    [Fact]
    public void Records_come_back_in_the_order_of_the_effects()
    {
        CountingJournal blocks = new(new MemoryJournal());
        using ReplicaJournal journal = Open(blocks);
        journal.Persist(Wanted(First, [Write(1), Write(2)]));
        journal.Persist(Wanted(null, [LogRecord.Notice(Write(2).Id, new(1)), Write(4)]));
        journal.Persist(Wanted(null, []));

        Assert.Equal(2, blocks.Appended);
        Assert.Equal(2, blocks.Synced);
        RecoveredReplica recovered = Recover(blocks);
        Assert.Equal(First, recovered.Identity);
        Assert.Equal(Texts([Write(1), Write(2), LogRecord.Notice(Write(2).Id, new(1)), Write(4)]), Texts(recovered.Records));
    }

    [Fact]
    public void An_identity_alone_comes_back_and_a_later_one_takes_its_place()
    {
        CountingJournal blocks = new(new MemoryJournal());
        using (ReplicaJournal journal = Open(blocks))
        {
            journal.Persist(Wanted(First, []));
        }

        blocks.Reopen();
        using (ReplicaJournal journal = new(blocks))
        {
            RecoveredReplica recovered = journal.Recover()!;
            Assert.Equal(First, recovered.Identity);
            Assert.Empty(recovered.Records);
            journal.Persist(Wanted(null, [Write(1)]));
            journal.Persist(Wanted(Second, [Write(2)]));
            journal.Persist(Wanted(null, [Write(3)]));
        }

        RecoveredReplica last = Recover(blocks);
        Assert.Equal(Second, last.Identity);
        Assert.Equal(Texts([Write(1), Write(2), Write(3)]), Texts(last.Records));
    }

    [Fact]
    public void Large_effects_become_several_blocks_under_one_sync()
    {
        CountingJournal blocks = new(new MemoryJournal(JournalOptions.Default with { MaximumBlockBytes = LargestBlockBytes }));
        using ReplicaJournal journal = Open(blocks);
        LogRecord[] records = [.. Enumerable.Range(1, 40).Select(number => Write(number, valueBytes: 200_000)), .. Enumerable.Range(41, 2000).Select(number => Write(number))];
        journal.Persist(Wanted(First, records));

        Assert.InRange(blocks.Appended, 5, 20);
        Assert.Equal(1, blocks.Synced);
        RecoveredReplica recovered = Recover(blocks);
        Assert.Equal(First, recovered.Identity);
        Assert.Equal(Texts(records), Texts(recovered.Records));
    }

    [Fact]
    public void A_crash_before_the_sync_leaves_only_what_was_synced_before()
    {
        CountingJournal blocks = new(new MemoryJournal());
        using ReplicaJournal journal = Open(blocks);
        journal.Persist(Wanted(First, [Write(1)]));
        blocks.FailsSync = true;

        Assert.Throws<IOException>(() => journal.Persist(Wanted(Second, [Write(2), Write(3)])));

        RecoveredReplica recovered = Recover(blocks);
        Assert.Equal(First, recovered.Identity);
        Assert.Equal(Texts([Write(1)]), Texts(recovered.Records));
    }

    [Fact]
    public void Persist_takes_no_write_before_recovery()
    {
        using ReplicaJournal journal = new(new MemoryJournal());

        Assert.Throws<InvalidOperationException>(() => journal.Persist(Wanted(First, [Write(1)])));
    }

    [Theory]
    [InlineData("4801", "field 9")]
    [InlineData("1A021802", "commit notice")]
    [InlineData("0A020801", "identity")]
    [InlineData("1A7F00", "journal cannot be used")]
    public void A_block_that_this_version_cannot_read_is_refused_with_what_to_do(string added, string names)
    {
        CountingJournal blocks = new(new MemoryJournal());
        using (ReplicaJournal journal = Open(blocks))
        {
            journal.Persist(Wanted(First, [Write(1)]));
        }

        AppendRaw(blocks, Convert.FromHexString(added));

        JournalContentException refusal = Assert.Throws<JournalContentException>(() => Recover(blocks));
        Assert.Contains(names, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Open it with the version of Oxbow that wrote it", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_of_nobody_are_refused()
    {
        CountingJournal blocks = new(new MemoryJournal());
        using (ReplicaJournal journal = Open(blocks))
        {
            journal.Persist(Wanted(null, [Write(1)]));
        }

        JournalContentException refusal = Assert.Throws<JournalContentException>(() => Recover(blocks));
        Assert.Contains("whose", refusal.Message, StringComparison.Ordinal);
    }

    private static ReplicaJournal Open(IJournal blocks)
    {
        ReplicaJournal journal = new(blocks);
        Assert.Null(journal.Recover());
        return journal;
    }

    private static RecoveredReplica Recover(CountingJournal blocks)
    {
        blocks.Reopen();
        return new ReplicaJournal(blocks).Recover()!;
    }

    private static void AppendRaw(CountingJournal blocks, byte[] block)
    {
        blocks.Reopen();
        Assert.NotEmpty(blocks.Recover().ToArray());
        blocks.Append(block);
        blocks.Sync();
    }

    private static Effects Wanted(ReplicaIdentity? identity, LogRecord[] records) => new(identity, records, [], [], []);

    /// <summary>A write of the base that puts one document, in the bytes of the published schema.</summary>
    private static LogRecord Write(int number, int valueBytes = 4)
    {
        ArrayBufferWriter<byte> update = new();
        ProtoWriter fields = new(update);
        fields.WriteBytes(1, "rooms"u8);
        fields.WriteBytes(2, "key"u8);
        fields.WriteBytes(3, [(byte)'"', .. Enumerable.Repeat((byte)'v', valueBytes), (byte)'"']);
        ArrayBufferWriter<byte> bytes = new();
        ProtoWriter write = new(bytes);
        write.WriteBytes(1, []);
        write.WriteFixed64(2, number);
        write.WriteFixed64(3, number - 1);
        write.WriteBytes(4, new byte[WriteHash.Size]);
        write.WriteVarint(5, (ulong)WriteKind.Update);
        write.WriteVarint(6, 1);
        write.WriteBytes(7, update.WrittenSpan);
        Assert.Null(WriteDecoder.TryDecode(bytes.WrittenMemory, ReplicaId.Base, out Write? read));
        return LogRecord.Of(read!, number % 3 == 0 ? new(number) : CommitNumber.None);
    }

    private static string[] Texts(IEnumerable<LogRecord> records) =>
        [.. records.Select(record => $"{record.Id} commit {record.CommitNumber} {(record.Write is { } write ? Convert.ToHexString(write.Encoded.Span) : "notice")}")];
}
