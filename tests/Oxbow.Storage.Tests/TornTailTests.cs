using Oxbow.Storage.Segments;
using Oxbow.Testing.Disks;

namespace Oxbow.Storage.Tests;

/// <summary>
/// A tail that a crash tore is cut: never accepted, never taken for damage, and nothing before it is lost.
/// </summary>
public sealed class TornTailTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public void A_last_group_cut_at_any_byte_is_dropped_alone(int reserveBytes)
    {
        var options = Blocks.SmallSegments with { ReserveBytes = reserveBytes };
        var (before, after, acknowledged) = WriteLastGroup(options);
        var start = FirstDifference(before, after);
        var end = after.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        Assert.True(end - start > 50);

        for (var cut = start; cut < end; cut++)
        {
            RequireOnlyAcknowledged(after[..cut], options, acknowledged);
            var zeroed = after.ToArray();
            zeroed.AsSpan(cut).Clear();
            RequireOnlyAcknowledged(zeroed, options, acknowledged);
            var withoutStart = after.ToArray();
            withoutStart.AsSpan(start..(cut + 1)).Clear();
            RequireOnlyAcknowledged(withoutStart, options, acknowledged);
        }
    }

    [Fact]
    public void A_torn_group_may_contain_a_whole_journal()
    {
        // The payload holds bytes that are valid frames elsewhere: they must not make the torn tail look like damage.
        var options = Blocks.SmallSegments with { SegmentBytes = 64 * 1024, MaximumBlockBytes = 32 * 1024 };
        var (before, after, acknowledged) = WriteLastGroup(options);
        var disk = Crashed(before);
        using (var journal = FileJournal.Open(disk.Mount(), options))
        {
            journal.ReadAll();
            journal.Append(after);
            journal.Sync();
            disk.CutPower(null);
        }

        var torn = disk["00000001.oxj"].ToArray();
        torn[torn.AsSpan().IndexOf(after) + after.Length - 1] ^= 1;

        RequireOnlyAcknowledged(torn, options, acknowledged);
    }

    [Fact]
    public void A_journal_tells_that_it_cut_something()
    {
        var (_, after, _) = WriteLastGroup(Blocks.SmallSegments);
        var end = after.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        Assert.True(HasCutTail(after[..(end - 1)]));
        Assert.False(HasCutTail(after));

        static bool HasCutTail(byte[] segment)
        {
            using var journal = FileJournal.Open(Crashed(segment).Mount(), Blocks.SmallSegments);
            journal.ReadAll();
            return journal.HasCutTail;
        }
    }

    /// <summary>A journal that crashed before its last group, the same after it, and the blocks before it.</summary>
    private static (byte[] Before, byte[] After, List<string> Acknowledged) WriteLastGroup(JournalOptions options)
    {
        var disk = new SimulatedDisk();
        using var journal = FileJournal.Open(disk.Mount(), options);
        journal.ReadAll();
        List<string> acknowledged = [journal.AppendText([1, 2, 3, 4]), journal.AppendText([5, 6])];
        journal.Sync();
        acknowledged.Add(journal.AppendText([0, 0, 0]));
        journal.Sync();
        var before = disk["00000001.oxj"].ToArray();
        journal.Append(Enumerable.Range(1, 40).Select(value => (byte)value).ToArray());
        journal.Append([9, 9, 9]);
        journal.Sync();
        return (before, disk["00000001.oxj"].ToArray(), acknowledged);
    }

    private static void RequireOnlyAcknowledged(byte[] segment, JournalOptions options, List<string> acknowledged)
    {
        var disk = Crashed(segment);
        Assert.Equal(acknowledged, Blocks.ReadAll(disk.Mount(), options));
        RequireOnlyMarksAfter(disk["00000001.oxj"], segment);

        using (var journal = FileJournal.Open(disk.Mount(), options))
        {
            Assert.Equal(acknowledged, journal.ReadAll());
            journal.Append([42]);
            journal.Sync();
        }

        Assert.Equal([.. acknowledged, "2A"], Blocks.ReadAll(disk.Mount(), options));
    }

    /// <summary>What was cut is gone: only the opened and the closed frame stand there now.</summary>
    private static void RequireOnlyMarksAfter(byte[] recovered, byte[] torn)
    {
        var end = recovered.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        Assert.InRange(end - recovered.AsSpan().CommonPrefixLength(torn), 0, 2 * Frame.HeaderBytes);
    }

    private static SimulatedDisk Crashed(byte[] segment) => SimulatedDisk.Of([new("00000001.oxj", segment.ToArray())]);

    private static int FirstDifference(byte[] before, byte[] after) => after.AsSpan().CommonPrefixLength(before);
}
