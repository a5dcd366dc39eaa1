using Oxbow.Storage.Segments;
using Oxbow.Testing.Disks;

namespace Oxbow.Storage.Tests;

public sealed class DisposeTests
{
    [Fact]
    public void A_journal_that_is_disposed_twice_touches_the_disk_once()
    {
        SimulatedDisk disk = new();
        FileJournal journal = FileJournal.Open(disk.Mount(), JournalOptions.Default);
        Assert.Empty(journal.Recover());
        journal.Append([1]);
        journal.Sync();
        journal.Dispose();
        var calls = disk.Calls;
        journal.Dispose();
        Assert.Equal(calls, disk.Calls);
    }
}
