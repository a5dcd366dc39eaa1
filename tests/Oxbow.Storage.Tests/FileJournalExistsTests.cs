using Oxbow.Storage.Segments;

namespace Oxbow.Storage.Tests;

/// <summary>Whether a journal was begun in a folder can be asked without touching it.</summary>
public sealed class FileJournalExistsTests
{
    [Fact]
    public void It_exists_once_it_was_opened_and_read_and_not_before()
    {
        using TemporaryFolder folder = new();
        string data = Path.Combine(folder.Path, "data");
        Assert.False(FileJournal.Exists(data));
        Assert.False(Directory.Exists(data));
        using (FileJournal journal = FileJournal.Open(data, JournalOptions.Default))
        {
            // The folder and its lock are there, and no journal.
            Assert.False(FileJournal.Exists(data));
            Assert.Empty(journal.Recover());
            Assert.True(FileJournal.Exists(data));
        }

        Assert.True(FileJournal.Exists(data));
    }

    [Fact]
    public void What_else_stands_in_a_folder_is_no_journal()
    {
        using TemporaryFolder folder = new();
        foreach (string name in new[] { "lost+found", "1.oxj", "00000001.oxj.new", "notes.txt" })
        {
            File.WriteAllText(Path.Combine(folder.Path, name), "");
        }

        Directory.CreateDirectory(Path.Combine(folder.Path, "00000001.oxj"));
        Assert.False(FileJournal.Exists(folder.Path));
    }
}
