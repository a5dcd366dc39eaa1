using System.Security.Cryptography;
using System.Text;
using Oxbow.Storage.Segments;
using Oxbow.Storage.Tests.Replicas;
using Oxbow.Testing.Disks;

namespace Oxbow.Storage.Tests.CrashPoints;

/// <summary>
/// A crash at every storage call of a workload, and another one at every storage call of the recovery that follows. What was
/// promised is there (I14), what is there is a prefix of what was written, and crashes in recovery change nothing (I27).
/// </summary>
public sealed class CrashPointTests
{
    /// <summary>Smaller than the 512 bytes of a disk, so that small groups are torn in more places.</summary>
    private const int SectorBytes = 64;

    private readonly Dictionary<string, int> recovered = [];
    private readonly HashSet<int> viewed = [];
    private int points;
    private int secondPoints;

    [Fact]
    public void Every_crash_in_a_workload_and_in_its_recovery_keeps_what_was_promised()
    {
        (RecordingJournal journal, IReadOnlyList<Moment> moments) = Workload.Run();
        RequireAll(journal, moments);

        TestContext.Current.TestOutputHelper!.WriteLine($"{moments.Count - 1} storage calls, {points} crash points, {secondPoints} crash points in recovery, {recovered.Count} distinct disks");
        Assert.InRange(moments.Count, 500, 2000);
        Assert.InRange(points, 4_000, 10_000);
        Assert.InRange(secondPoints, 30_000, 100_000);
        Assert.True(moments[^1].Seen.Count > 5, "The workload fills hardly any segment.");
    }

    [Fact]
    public void An_answer_before_the_flush_is_found()
    {
        (RecordingJournal journal, IReadOnlyList<Moment> moments) = Workload.Run(promisesEarly: true);

        Assert.StartsWith("lost:", Assert.ThrowsAny<Exception>(() => RequireAll(journal, moments)).Message, StringComparison.Ordinal);
    }

    private void RequireAll(RecordingJournal journal, IReadOnlyList<Moment> moments)
    {
        for (int call = 0; call < moments.Count; call++)
        {
            Moment next = moments[Math.Min(call + 1, moments.Count - 1)];
            foreach (IReadOnlyDictionary<string, byte[]> files in moments[call].Disks(next, SectorBytes))
            {
                points++;
                int count = RequireRecovery(journal, files);
                Require(count >= moments[call].Promised, $"lost: before call {call + 1} {moments[call].Promised} blocks were promised, and {count} are there");
                Require(count <= next.Appended, $"invented: at call {call + 1} {next.Appended} blocks were written, and {count} are there");
            }
        }
    }

    /// <summary>How many blocks a start finds; the same after a second crash anywhere in that start.</summary>
    private int RequireRecovery(RecordingJournal journal, IReadOnlyDictionary<string, byte[]> files)
    {
        if (recovered.TryGetValue(KeyOf(files), out int known))
        {
            return known;
        }

        SimulatedDisk disk = SimulatedDisk.Of(files);
        Moments moments = new(disk, () => (0, 0));
        int count = CountBlocks(journal, disk.Mount());
        moments.Note();
        RequireView(journal, files, count);
        recovered[KeyOf(files)] = count;
        for (int call = 0; call < moments.All.Count; call++)
        {
            foreach (IReadOnlyDictionary<string, byte[]> after in moments.All[call].Disks(moments.All[Math.Min(call + 1, moments.All.Count - 1)], SectorBytes))
            {
                secondPoints++;
                if (!recovered.TryGetValue(KeyOf(after), out int second))
                {
                    recovered[KeyOf(after)] = second = CountBlocks(journal, SimulatedDisk.Of(after).Mount());
                }

                Require(second == count, $"changed: a start finds {count} blocks, and {second} after a crash at its call {call + 1}");
            }
        }

        return count;
    }

    /// <summary>How many blocks a start finds, which are the first ones of all that were written.</summary>
    private static int CountBlocks(RecordingJournal journal, SimulatedFolder files)
    {
        int count = 0;
        foreach (ReadOnlyMemory<byte> block in FileJournal.Open(files, Workload.Options).Recover())
        {
            Require(count < journal.Blocks.Count && block.Span.SequenceEqual(journal.Blocks[count]), $"other: block {count} is not what was written");
            count++;
        }

        return count;
    }

    /// <summary>The replica is the one that these blocks make; looked at once for each number of blocks.</summary>
    private void RequireView(RecordingJournal journal, IReadOnlyDictionary<string, byte[]> files, int count)
    {
        if (viewed.Add(count))
        {
            string shown = ReplicaView.Of(SimulatedDisk.Of(files).Mount(), Workload.Options);
            Require(shown == ReplicaView.Of(journal.Blocks.Take(count)), $"other: the replica is not the one that {count} blocks make");
        }
    }

    private static string KeyOf(IReadOnlyDictionary<string, byte[]> files)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, byte[] bytes) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {bytes.Length} "));
            hash.AppendData(bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Require(bool condition, string message) => Assert.True(condition, message);
}
