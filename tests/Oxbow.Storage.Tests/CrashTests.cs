using Oxbow.Storage.Segments;
using Oxbow.Testing.Disks;

namespace Oxbow.Storage.Tests;

/// <summary>
/// The disk fails at every call in turn, with and without a power cut after it, while writing and while
/// recovering: what was synced is always there, in order, and recovery is the same when done again.
/// </summary>
public sealed class CrashTests
{
    private const int Groups = 24;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Synced_blocks_survive_a_fault_at_every_call(int seed)
    {
        var calls = Run(new SimulatedDisk(), seed).Disk.Calls;
        Assert.True(calls > 3 * Groups);
        for (var call = 1; call <= calls; call++)
        {
            foreach (var aftermath in Enum.GetValues<Aftermath>())
            {
                var life = Run(new SimulatedDisk { FailingCall = call }, seed);
                Assert.True(life.IsFailed);
                Suffer(life.Disk, aftermath, new Random(call));
                RequireRecovery(life, failingCall: 0, aftermath, seed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Synced_blocks_survive_a_fault_at_every_call_of_the_recovery(int seed)
    {
        var random = new Random(seed);
        var calls = Run(new SimulatedDisk(), seed).Disk.Calls;
        for (var repetition = 0; repetition < 40; repetition++)
        {
            var firstFault = random.Next(1, calls + 1);
            for (var failingCall = 1; failingCall <= 12; failingCall++)
            {
                foreach (var aftermath in Enum.GetValues<Aftermath>())
                {
                    var life = Run(new SimulatedDisk { FailingCall = firstFault }, seed);
                    Suffer(life.Disk, aftermath, random);
                    RequireRecovery(life, failingCall, aftermath, random.Next());
                }
            }
        }
    }

    private static Life Run(SimulatedDisk disk, int seed)
    {
        var random = new Random(seed);
        List<string> synced = [], appended = [];
        var options = Blocks.SmallSegments with { ReserveBytes = 100 * random.Next(3) };
        var journal = FileJournal.Open(disk.Mount(), options);
        var isFailed = false;
        try
        {
            journal.ReadAll();
            for (var group = 0; group < Groups; group++)
            {
                for (var count = random.Next(1, 4); count > 0; count--)
                {
                    appended.Add(journal.AppendText(Blocks.Random(random, 90)));
                }

                journal.Sync();
                synced = [.. appended];
            }
        }
        catch (JournalFailedException)
        {
            isFailed = true;
        }

        return new Life(disk, synced, appended, isFailed);
    }

    private static void Suffer(SimulatedDisk disk, Aftermath aftermath, Random random)
    {
        switch (aftermath)
        {
            case Aftermath.PowerCutLosesAll:
                disk.CutPower(null);
                break;
            case Aftermath.PowerCutLosesSome:
                disk.CutPower(random.Next);
                break;
            default:
                disk.FailingCall = 0;
                disk.Calls = 0;
                break;
        }
    }

    private static void RequireRecovery(Life life, int failingCall, Aftermath aftermath, int seed)
    {
        if (failingCall > 0)
        {
            life.Disk.FailingCall = failingCall;
            TryRecover(life.Disk);
            Suffer(life.Disk, aftermath, new Random(seed));
        }

        var recovered = Blocks.ReadAll(life.Disk.Mount(), Blocks.SmallSegments);
        Assert.True(recovered.Count >= life.Synced.Count, "A synced block is lost.");
        Assert.Equal(life.Appended.Take(recovered.Count), recovered);

        // Whatever a recovery has shown must last, even when the power fails before anything else is written.
        life.Disk.CutPower(null);
        using (var journal = FileJournal.Open(life.Disk.Mount(), Blocks.SmallSegments))
        {
            Assert.Equal(recovered, journal.ReadAll());
            recovered.Add(journal.AppendText([1, 2, 3]));
            journal.Sync();
            life.Disk.CutPower(null);
        }

        Assert.Equal(recovered, Blocks.ReadAll(life.Disk.Mount(), Blocks.SmallSegments));
    }

    private static void TryRecover(SimulatedDisk disk)
    {
        try
        {
            Blocks.ReadAll(disk.Mount(), Blocks.SmallSegments);
        }
        catch (JournalFailedException)
        {
            // The fault hit the recovery, as planned; short recoveries end before it.
        }
    }

    private enum Aftermath
    {
        /// <summary>Only the process ends; the next one sees what the system holds in memory, written or not.</summary>
        ProcessEnds,
        PowerCutLosesAll,
        PowerCutLosesSome,
    }

    private sealed record Life(SimulatedDisk Disk, List<string> Synced, List<string> Appended, bool IsFailed);
}
