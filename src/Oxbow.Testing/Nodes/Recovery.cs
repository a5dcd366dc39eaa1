using Oxbow.Core.Log;
using Oxbow.Storage.Replicas;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Nodes;

/// <summary>
/// Compares what a start found with what was promised: every synced record is there (I14), followed at most by
/// records that were being written (I27), and nothing is silently other (I28).
/// </summary>
internal static class Recovery
{
    public static void Compare(World world, SimulatedProcess process, RecoveredReplica? recovered, UnsyncedRecords unsynced)
    {
        IReadOnlyList<LogRecord> promised = process.Model.Records;
        IReadOnlyList<LogRecord> found = recovered?.Records ?? [];
        for (int index = 0; index < Math.Min(promised.Count, found.Count); index++)
        {
            if (!AreEqual(promised[index], found[index]))
            {
                throw new InvariantBrokenException("I28", $"{process.Name} wrote {Text(promised[index])} as record {index} and found {Text(found[index])}");
            }
        }

        bool isIdentityLost = process.Model.Identity is not null && recovered?.Identity != process.Model.Identity
            && (unsynced.Identity is null || recovered?.Identity != unsynced.Identity);
        if (found.Count < promised.Count || isIdentityLost)
        {
            TakeLoss(world, process, recovered);
            return;
        }

        TakeRest(world, process, recovered, unsynced);
    }

    /// <summary>
    /// The documented exception: rot in the very last groups, with no sound one after them, cannot be told from a torn
    /// tail. A misdirected write may hit everything since the last start.
    /// </summary>
    private static void TakeLoss(World world, SimulatedProcess process, RecoveredReplica? recovered)
    {
        int count = recovered?.Records.Count ?? 0;
        if (!process.Disk.IsSpoiled || !process.Model.AreLastGroups(count, process.Disk.SpoiledFrames))
        {
            throw new InvariantBrokenException("I14", $"{process.Name} had promised {process.Model.Records.Count} records in groups that end at {string.Join(' ', process.Model.GroupEnds)}, and found {count}; at most {process.Disk.SpoiledFrames} frames on its disk were spoiled");
        }

        world.Counters.Note(Branch.RotTakenForTornTail);
        world.Oracle.IsDiskLost = true;
        process.Model.GoBackTo(count, recovered?.Identity);
    }

    private static void TakeRest(World world, SimulatedProcess process, RecoveredReplica? recovered, UnsyncedRecords unsynced)
    {
        IReadOnlyList<LogRecord> found = recovered?.Records ?? [];
        LogRecord[] rest = [.. found.Skip(process.Model.Records.Count)];
        for (int index = 0; index < rest.Length; index++)
        {
            if (index >= unsynced.Records.Count || !AreEqual(rest[index], unsynced.Records[index]))
            {
                throw new InvariantBrokenException("I27", $"{process.Name} found {Text(rest[index])}, which it never wrote");
            }
        }

        bool isNewIdentity = recovered is not null && recovered.Identity != process.Model.Identity;
        if (!unsynced.IsEmpty)
        {
            world.Counters.Note(rest.Length > 0 || isNewIdentity ? Branch.UnsyncedGroupSurvived : Branch.UnsyncedGroupLost);
        }

        if (isNewIdentity)
        {
            process.Model.Assume(recovered!.Identity);
        }

        if (rest.Length > 0)
        {
            process.Model.TakeGroup(rest);
        }
    }

    private static bool AreEqual(LogRecord left, LogRecord right) =>
        left.Id == right.Id
        && left.CommitNumber == right.CommitNumber
        && left.IsCommitNotice == right.IsCommitNotice
        && left.IsRollBack == right.IsRollBack
        && left.IsWithdrawal == right.IsWithdrawal
        && left.EpochNumber == right.EpochNumber
        && (left.Write is null || left.Write.Encoded.Span.SequenceEqual(right.Write!.Encoded.Span));

    private static string Text(LogRecord record) => record.IsRollBack
        ? $"a roll back to {record.CommitNumber}"
        : record.IsWithdrawal ? $"a withdrawal after {record.Id}"
        : $"{(record.IsCommitNotice ? "a notice for " : "")}{record.Id} with commit number {record.CommitNumber}";
}
