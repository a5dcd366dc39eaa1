using Oxbow.Storage.Segments;
using Oxbow.Testing.Disks;

namespace Oxbow.Storage.Tests;

/// <summary>What every journal promises, tried on each.</summary>
public sealed class JournalContractTests
{
    public static TheoryData<string> Kinds => ["file", "memory"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Synced_blocks_come_back_in_order_and_unsynced_ones_do_not(string kind)
    {
        var reopen = Begin(kind);
        var random = new Random(2);
        List<string> synced = [];
        for (var life = 0; life < 5; life++)
        {
            using var journal = reopen();
            Assert.Equal(synced, journal.ReadAll());
            for (var group = 0; group < 10; group++)
            {
                for (var block = 0; block <= group % 3; block++)
                {
                    synced.Add(journal.AppendText(Blocks.Random(random, 80)));
                }

                journal.Sync();
            }

            journal.Append("never synced"u8);
        }

        using var last = reopen();
        Assert.Equal(synced, last.ReadAll());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_block_must_have_one_byte_to_the_maximum(string kind)
    {
        var reopen = Begin(kind);
        var longest = new byte[Blocks.SmallSegments.MaximumBlockBytes];
        using (var journal = reopen())
        {
            Assert.Empty(journal.ReadAll());
            Assert.Throws<ArgumentOutOfRangeException>(() => journal.Append([]));
            var refusal = Assert.Throws<ArgumentOutOfRangeException>(
                () => journal.Append(new byte[longest.Length + 1]));
            Assert.Contains("1 to 300 bytes", refusal.Message, StringComparison.Ordinal);
            journal.Append([7]);
            journal.Append(longest);
            journal.Sync();
        }

        using var again = reopen();
        Assert.Equal(["07", Convert.ToHexString(longest)], again.ReadAll());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Blocks_keep_their_bytes_while_the_journal_goes_on(string kind)
    {
        var reopen = Begin(kind);
        using (var journal = reopen())
        {
            journal.ReadAll();
            journal.Append([1, 2, 3]);
            journal.Sync();
        }

        ReadOnlyMemory<byte> kept;
        using (var journal = reopen())
        {
            kept = Assert.Single(journal.Recover());
            journal.Append([4, 5, 6]);
            journal.Sync();
        }

        Assert.Equal([1, 2, 3], kept.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Recovery_comes_once_and_before_the_first_append(string kind)
    {
        var reopen = Begin(kind);
        using (var journal = reopen())
        {
            Assert.Throws<InvalidOperationException>(() => journal.Append([1]));
            Assert.Throws<InvalidOperationException>(journal.Sync);
            var blocks = journal.Recover();
            Assert.Throws<InvalidOperationException>(() => journal.Append([1]));
            Assert.Throws<InvalidOperationException>(journal.Recover);
            Assert.Empty(blocks);
            journal.Append([1]);
            journal.Sync();
        }

        using var half = reopen();
        using var enumerator = half.Recover().GetEnumerator();
        Assert.True(enumerator.MoveNext());
        Assert.Throws<InvalidOperationException>(() => half.Append([1]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_closed_journal_refuses_everything(string kind)
    {
        var journal = Begin(kind)();
        journal.ReadAll();
        journal.Dispose();

        Assert.Throws<ObjectDisposedException>(journal.Recover);
        Assert.Throws<ObjectDisposedException>(() => journal.Append([1]));
        Assert.Throws<ObjectDisposedException>(journal.Sync);
    }

    private static Func<IJournal> Begin(string kind)
    {
        if (kind == "file")
        {
            var disk = new SimulatedDisk();
            return () => FileJournal.Open(disk.Mount(), Blocks.SmallSegments);
        }

        var memory = new MemoryJournal(Blocks.SmallSegments);
        return () => memory = memory.Reopen();
    }
}
