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
}
