namespace Oxbow.Node.States;

/// <summary>
/// When a node calls itself overloaded, and when it is active again. Each measure has a mark that makes it
/// overloaded and a lower one below which it counts as calm, so that a load near one mark does not flap.
/// </summary>
public sealed record LoadLimits
{
    /// <summary>Time between two looks at the load. Default: 250 ms.</summary>
    public TimeSpan SamplePeriod { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many samples in a row have to be heavy before the node is overloaded. Default: 2.</summary>
    public int HeavySamples { get; init; } = 2;

    /// <summary>How many samples in a row have to be calm before the node is active again. Default: 20, which is 5 s.</summary>
    public int CalmSamples { get; init; } = 20;

    /// <summary>Fill of a mailbox that is heavy, 0 to 1. Default: 0.5.</summary>
    public double HeavyMailboxFill { get; init; } = 0.5;

    /// <summary>Fill of a mailbox that is calm, 0 to 1. Default: 0.1.</summary>
    public double CalmMailboxFill { get; init; } = 0.1;

    /// <summary>Length of a turn that is heavy. Default: 2 s.</summary>
    public TimeSpan HeavyTurn { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Length of a turn that is calm. Default: 500 ms.</summary>
    public TimeSpan CalmTurn { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Free space on the disk that is heavy, in bytes. Default: 256 MiB.</summary>
    public long HeavyDiskFreeBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Free space on the disk that is calm, in bytes. Default: 512 MiB.</summary>
    public long CalmDiskFreeBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Checks every setting; gives all faults, one text each.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        Require(SamplePeriod >= TimeSpan.FromMilliseconds(1) && SamplePeriod <= TimeSpan.FromDays(1), $"{nameof(SamplePeriod)} is {SamplePeriod}: choose one millisecond to one day.");
        Require(HeavySamples >= 1 && CalmSamples >= 1, $"{nameof(HeavySamples)} and {nameof(CalmSamples)} have to be at least 1.");
        Require(CalmMailboxFill > 0 && CalmMailboxFill <= HeavyMailboxFill && HeavyMailboxFill <= 1, $"{nameof(CalmMailboxFill)} and {nameof(HeavyMailboxFill)} lie between 0 and 1, the calm one not above the heavy one.");
        Require(CalmTurn > TimeSpan.Zero && CalmTurn <= HeavyTurn, $"{nameof(CalmTurn)} has to be above zero and not above {nameof(HeavyTurn)}.");
        Require(HeavyDiskFreeBytes >= 0 && HeavyDiskFreeBytes <= CalmDiskFreeBytes, $"{nameof(HeavyDiskFreeBytes)} has to be zero or more and not above {nameof(CalmDiskFreeBytes)}.");
        return faults;

        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }
}
