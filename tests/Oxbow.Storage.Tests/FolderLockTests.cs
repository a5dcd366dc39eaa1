using Oxbow.Storage.Segments;

namespace Oxbow.Storage.Tests;

/// <summary>Two writers never share a folder, and a dead one never keeps it.</summary>
public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(11, true)]
    [InlineData(35, true)]
    [InlineData(unchecked((int)0x80070020), true)]
    [InlineData(13, false)]
    public void A_lock_of_another_process_is_known_by_the_codes_of_the_operating_systems(int code, bool isHeld) =>
        Assert.Equal(isHeld, FolderLock.IsHeldByAnother(new IOException("It failed.", code)));

    [Fact]
    public void A_second_opener_in_this_process_is_refused_until_the_first_is_done()
    {
        using (FileJournal.Open(folder.Path, JournalOptions.Default))
        {
            var refusal = Assert.Throws<FolderInUseException>(
                () => FileJournal.Open(folder.Path, JournalOptions.Default));
            Assert.Equal(Environment.ProcessId, refusal.HolderProcessId);
        }

        FileJournal.Open(folder.Path, JournalOptions.Default).Dispose();
    }

    [Fact]
    public void A_second_process_is_told_folder_and_holder()
    {
        using var held = FolderLock.Take(folder.Path);
        using var child = ChildProcess.Start(folder.Path);

        var message = child.ReadLine();

        Assert.Contains(folder.Path, message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_process_leaves_the_folder_free_and_every_synced_block_in_it()
    {
        var acknowledged = 0;
        for (var life = 0; life < 5; life++)
        {
            using var child = ChildProcess.Start(folder.Path);
            var target = acknowledged + 400;
            while (acknowledged < target)
            {
                acknowledged = int.Parse(child.ReadLine(), System.Globalization.CultureInfo.InvariantCulture);
            }

            var refusal = Assert.Throws<FolderInUseException>(() => FolderLock.Take(folder.Path));
            Assert.Equal(child.Id, refusal.HolderProcessId);
            acknowledged = Math.Max(acknowledged, child.Kill());
            RequireBlocks(acknowledged);
        }
    }

    [Fact]
    public void Locks_without_effect_are_refused()
    {
        using var child = ChildProcess.Start(folder.Path, withoutLocks: true);

        Assert.Contains("File locks have no effect", child.ReadLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_folders_are_created()
    {
        var nested = Path.Combine(folder.Path, "one", "two");
        using var journal = FileJournal.Open(nested, JournalOptions.Default);
        Assert.Empty(journal.ReadAll());
        Assert.True(File.Exists(Path.Combine(nested, "00000001.oxj")));
    }

    private void RequireBlocks(int acknowledged)
    {
        using var journal = FileJournal.Open(folder.Path, JournalOptions.Default);
        var blocks = journal.ReadAll();
        Assert.True(blocks.Count >= acknowledged, "A synced block is lost.");
        var expected = Enumerable.Range(0, blocks.Count).Select(ChildProcess.BlockAt).Select(Convert.ToHexString);
        Assert.Equal(expected, blocks);
    }
}
