using Oxbow.Storage.Files;
using Oxbow.Storage.Segments;
using Oxbow.Testing.Disks;

namespace Oxbow.Storage.Tests;

/// <summary>A disk that refuses once is never trusted again by this process.</summary>
public sealed class FailureTests
{
    private const int LinuxNoSpace = 28;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void After_a_failed_write_or_flush_every_call_throws_the_same(int failingCall)
    {
        var disk = new SimulatedDisk();
        using var journal = FileJournal.Open(disk.Mount(), JournalOptions.Default);
        journal.ReadAll();
        disk.Calls = 0;
        disk.FailingCall = failingCall;
        journal.Append([1]);

        var failure = Assert.Throws<JournalFailedException>(journal.Sync);

        disk.FailingCall = 0;
        var calls = disk.Calls;
        Assert.Same(failure, Assert.Throws<JournalFailedException>(journal.Sync));
        Assert.Same(failure, Assert.Throws<JournalFailedException>(() => journal.Append([2])));
        Assert.Same(failure, Assert.Throws<JournalFailedException>(journal.Recover));
        journal.Dispose();
        Assert.Equal(calls, disk.Calls);
        Assert.Contains("must end", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsDiskFull);
    }

    [Fact]
    public void A_failed_recovery_poisons_as_well()
    {
        var disk = new SimulatedDisk { FailingCall = 1 };
        using var journal = FileJournal.Open(disk.Mount(), JournalOptions.Default);

        var failure = Assert.Throws<JournalFailedException>(() => journal.ReadAll());

        disk.FailingCall = 0;
        Assert.Same(failure, Assert.Throws<JournalFailedException>(() => journal.Append([1])));
    }

    [Fact]
    public void A_full_disk_is_named_and_loses_nothing_acknowledged()
    {
        var disk = new SimulatedDisk { Failure = () => new IOException("no space", LinuxNoSpace) };
        using (var journal = FileJournal.Open(disk.Mount(), JournalOptions.Default))
        {
            journal.ReadAll();
            journal.Append([1]);
            journal.Sync();
            disk.FailingCall = disk.Calls + 1;
            journal.Append([2]);
            var failure = Assert.Throws<JournalFailedException>(journal.Sync);
            Assert.True(failure.IsDiskFull);
            Assert.Contains("free space", failure.Message, StringComparison.Ordinal);
        }

        disk.FailingCall = 0;
        Assert.Equal(["01"], Blocks.ReadAll(disk.Mount(), JournalOptions.Default));
    }

    [Fact]
    public void A_real_full_device_is_recognized()
    {
        using var file = new DiskFile("/dev/full", FileMode.Open);

        var failure = Assert.ThrowsAny<IOException>(() => file.Write(0, [1]));

        Assert.True(DiskFull.IsCauseOf(failure));
    }

    [Fact]
    public void A_flush_that_the_system_refuses_is_never_taken_for_success()
    {
        using var file = new DiskFile("/dev/full", FileMode.Open);

        var failure = Assert.Throws<IOException>(file.Flush);

        Assert.Contains("flush /dev/full", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_directory_cannot_be_flushed()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<IOException>(() => DiskFlush.Directory(Path.Combine(folder.Path, "missing")));
    }
}
