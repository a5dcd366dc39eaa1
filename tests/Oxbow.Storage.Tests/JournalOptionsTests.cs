using Oxbow.Storage.Segments;
using Oxbow.Testing.Disks;

namespace Oxbow.Storage.Tests;

public sealed class JournalOptionsTests
{
    [Fact]
    public void The_defaults_have_no_fault() => Assert.Empty(JournalOptions.Default.Validate());

    [Fact]
    public void All_faults_are_listed_at_once()
    {
        var options = new JournalOptions { SegmentBytes = 0, MaximumBlockBytes = -1, ReserveBytes = int.MaxValue };

        var faults = options.Validate();

        Assert.Equal(3, faults.Count);
        var refusal = Assert.Throws<ArgumentException>(() => new MemoryJournal(options));
        Assert.All(faults, fault => Assert.Contains(fault, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_journal_is_not_opened_with_faulty_options()
    {
        var options = new JournalOptions { SegmentBytes = 0 };
        using var folder = new TemporaryFolder();

        Assert.Throws<ArgumentException>(() => FileJournal.Open(folder.Path, options));
        Assert.Throws<ArgumentException>(() => FileJournal.Open(new SimulatedDisk().Mount(), options));
    }

    /// <summary>The bounds that the options name are the ones that hold.</summary>
    [Fact]
    public void Every_value_within_its_bounds_is_taken_and_none_beyond()
    {
        const int Mebibyte = 1024 * 1024;
        AssertBounds(value => new() { SegmentBytes = value }, 256, 1024 * Mebibyte);
        AssertBounds(value => new() { MaximumBlockBytes = value }, 1, 256 * Mebibyte);
        AssertBounds(value => new() { ReserveBytes = value }, 0, 64 * Mebibyte);
    }

    [Fact]
    public void The_defaults_are_those_of_the_documentation() => Assert.Equal(
        new JournalOptions { SegmentBytes = 64 << 20, MaximumBlockBytes = 16 << 20, ReserveBytes = 1 << 20 },
        JournalOptions.Default);

    private static void AssertBounds(Func<int, JournalOptions> make, int minimum, int maximum)
    {
        Assert.Empty(make(minimum).Validate());
        Assert.Empty(make(maximum).Validate());
        Assert.Single(make(minimum - 1).Validate());
        Assert.Single(make(maximum + 1).Validate());
    }
}
