using System.Buffers.Binary;
using Oxbow.Core.Writes;
using Oxbow.Storage.Segments;
using Oxbow.Testing.Disks;

namespace Oxbow.Storage.Tests;

/// <summary>
/// What no crash can explain is refused by file and offset; never are other or fewer blocks handed out.
/// </summary>
public sealed class DamageTests
{
    private readonly Dictionary<string, byte[]> closed;
    private readonly Dictionary<string, byte[]> crashed;
    private readonly List<string> blocks = [];

    public DamageTests()
    {
        var disk = new SimulatedDisk();
        var journal = Write(disk, blocks, seed: 3);
        crashed = disk.Copy();
        journal.Dispose();
        closed = disk.Copy();
        Assert.Equal(3, closed.Count);
    }

    [Fact]
    public void Any_bit_of_a_closed_journal_may_rot_and_no_block_changes()
    {
        RequireThatRotIsHarmlessOrFound(closed);
    }

    /// <summary>A sparse file: it takes no room.</summary>
    [Fact]
    public void A_file_longer_than_any_segment_is_damage_and_takes_no_memory()
    {
        using var folder = new TemporaryFolder();
        using (FileStream file = File.Create(Path.Combine(folder.Path, "00000001.oxj")))
        {
            file.SetLength(Array.MaxLength + 1L);
        }

        using var journal = FileJournal.Open(folder.Path, JournalOptions.Default);
        var damage = Assert.Throws<JournalDamagedException>(() => journal.Recover().Count());
        Assert.Contains("more than any segment", damage.Message, StringComparison.Ordinal);
        Assert.Equal(0, damage.Offset);
    }

    [Fact]
    public void A_start_seals_what_a_crash_left_so_that_later_rot_of_the_last_group_is_found()
    {
        var disk = SimulatedDisk.Of(Copy(crashed));
        var journal = FileJournal.Open(disk.Mount(), Blocks.SmallSegments);
        Assert.Equal(blocks, journal.ReadAll());
        disk.CutPower(null);

        RequireThatRotIsHarmlessOrFound(disk.Copy());
    }

    [Fact]
    public void Any_bit_of_a_crashed_journal_may_rot_and_at_most_the_last_group_is_cut()
    {
        var newest = crashed.Keys.Max();
        foreach (var (name, bytes) in crashed)
        {
            var lastGroups = 0;
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                var files = Copy(crashed);
                files[name][bit / 8] ^= (byte)(1 << (bit % 8));
                var recovered = TryRead(files, name);
                if (recovered is not null && recovered.Count != blocks.Count)
                {
                    Assert.Equal(blocks[..^1], recovered);
                    lastGroups++;
                }
                else if (recovered is not null)
                {
                    Assert.Equal(blocks, recovered);
                }
            }

            Assert.Equal(name == newest, lastGroups > 0);
        }
    }

    [Fact]
    public void A_segment_before_the_last_may_not_be_cut_anywhere()
    {
        foreach (var name in closed.Keys.Order().SkipLast(1))
        {
            var used = closed[name].AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
            for (var length = 0; length < used; length++)
            {
                var files = Copy(closed);
                files[name] = files[name][..length];
                Assert.Null(TryRead(files, name));
            }
        }
    }

    [Fact]
    public void Any_missing_segment_is_named()
    {
        foreach (var name in closed.Keys)
        {
            var files = Copy(closed);
            files.Remove(name);
            var damage = Assert.Throws<JournalDamagedException>(() => Read(files));
            Assert.Equal(name, damage.File);
            Assert.Contains("missing", damage.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_segment_of_another_journal_is_refused()
    {
        var disk = new SimulatedDisk();
        Write(disk, [], seed: 4).Dispose();
        foreach (var name in closed.Keys)
        {
            Assert.Equal(closed[name].Length, disk[name].Length);
            var files = Copy(closed);
            files[name] = disk[name];
            Assert.Throws<JournalDamagedException>(() => Read(files));
        }
    }

    [Fact]
    public void A_frame_written_to_the_wrong_place_is_refused()
    {
        var disk = new SimulatedDisk();
        using (var journal = FileJournal.Open(disk.Mount(), Blocks.SmallSegments))
        {
            journal.ReadAll();
            journal.Append([1, 1, 1, 1]);
            journal.Sync();
            journal.Append([2, 2, 2, 2]);
            journal.Sync();
        }

        var bytes = disk["00000001.oxj"];
        var frameBytes = Frame.HeaderBytes + sizeof(uint) + 4;
        var first = SegmentHeader.Bytes + Frame.HeaderBytes;
        bytes.AsSpan(first, frameBytes).CopyTo(bytes.AsSpan(first + frameBytes));
        disk["00000001.oxj"] = bytes;

        var damage = Assert.Throws<JournalDamagedException>(() => Blocks.ReadAll(disk.Mount(), Blocks.SmallSegments));
        Assert.Equal(first + frameBytes, damage.Offset);
    }

    [Fact]
    public void The_message_names_file_offset_reason_and_remedy_and_nothing_is_changed()
    {
        var files = Copy(closed);
        files["00000002.oxj"][50] ^= 1;
        var disk = SimulatedDisk.Of(files);

        var damage = Assert.Throws<JournalDamagedException>(() => Blocks.ReadAll(disk.Mount(), Blocks.SmallSegments));

        Assert.Equal("00000002.oxj", damage.File);
        Assert.Equal(SegmentHeader.Bytes, damage.Offset);
        var place = $"{Path.Combine("simulated", "00000002.oxj")} at byte 32";
        Assert.Contains(place, damage.Message, StringComparison.Ordinal);
        Assert.Contains("restore the replica from a peer", damage.Message, StringComparison.Ordinal);
        Assert.Equal(0, disk.Calls);
    }

    [Theory]
    [InlineData(SegmentHeader.Version + 1, "Start a release of Oxbow that knows version 3")]
    [InlineData(SegmentHeader.Version - 1, "open it with the program that wrote it")]
    public void Another_format_is_refused_by_its_version_with_the_way_out(uint version, string wayOut)
    {
        var files = Copy(closed);
        var header = files["00000001.oxj"];
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), version);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(28), Crc32C.Compute(header.AsSpan(0, 28)));

        var refusal = Assert.Throws<JournalVersionException>(() => Read(files));

        Assert.Equal(version, refusal.Version);
        Assert.Contains(wayOut, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_files_in_the_folder_do_not_matter()
    {
        var files = Copy(closed);
        files["00000009.oxj.new"] = [1];
        files["notes.txt"] = [2];

        Assert.Equal(blocks, Read(files));
    }

    private static FileJournal Write(SimulatedDisk disk, List<string> blocks, int seed)
    {
        var lengths = new Random(1);
        var contents = new Random(seed);
        var journal = FileJournal.Open(disk.Mount(), Blocks.SmallSegments);
        journal.ReadAll();
        while (disk.Names.Count < 3 || blocks.Count % 10 != 0)
        {
            var block = new byte[lengths.Next(1, 61)];
            contents.NextBytes(block);
            blocks.Add(journal.AppendText(block));
            journal.Sync();
        }

        return journal;
    }

    private static Dictionary<string, byte[]> Copy(Dictionary<string, byte[]> files) =>
        files.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());

    private static List<string> Read(Dictionary<string, byte[]> files) =>
        Blocks.ReadAll(SimulatedDisk.Of(files).Mount(), Blocks.SmallSegments);

    /// <summary>The blocks, or null when damage of this file was found.</summary>
    private static List<string>? TryRead(Dictionary<string, byte[]> files, string name)
    {
        try
        {
            return Read(files);
        }
        catch (JournalDamagedException damage)
        {
            Assert.Equal(name, damage.File);
            Assert.InRange(damage.Offset, 0, 2000);
            return null;
        }
    }

    private void RequireThatRotIsHarmlessOrFound(Dictionary<string, byte[]> sound)
    {
        foreach (var (name, bytes) in sound)
        {
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                var files = Copy(sound);
                files[name][bit / 8] ^= (byte)(1 << (bit % 8));
                if (TryRead(files, name) is { } recovered)
                {
                    Assert.Equal(blocks, recovered);
                }
            }
        }
    }
}
