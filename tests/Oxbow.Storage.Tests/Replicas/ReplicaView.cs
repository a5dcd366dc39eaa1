using Oxbow.Core;
using Oxbow.Core.Messages;
using Oxbow.Storage.Files;
using Oxbow.Storage.Replicas;
using Oxbow.Storage.Segments;

namespace Oxbow.Storage.Tests.Replicas;

/// <summary>Everything that a replica shows after a start, as text: who it is, its vector, its log with outcomes, and a hash of its documents.</summary>
internal static class ReplicaView
{
    /// <summary>What a start from a folder shows; the process is killed at once.</summary>
    public static string Of(IJournalFiles files, JournalOptions options) => Of(FileJournal.Open(files, options));

    /// <summary>What a start from blocks shows.</summary>
    public static string Of(IEnumerable<byte[]> blocks)
    {
        MemoryJournal journal = new();
        Assert.Empty(journal.Recover());
        foreach (byte[] block in blocks)
        {
            journal.Append(block);
        }

        journal.Sync();
        return Of(journal.Reopen());
    }

    private static string Of(IJournal journal)
    {
        // The journal is not disposed: that would mark it as closed in peace.
        RecoveredReplica? recovered = new ReplicaJournal(journal).Recover();
        if (recovered is null)
        {
            return "nothing";
        }

        Replica replica = Replica.Recover(recovered.Identity, recovered.Records, new());
        replica.Step(new ReadLog(new(1), 0, int.MaxValue));
        replica.Step(new ReadStatus(new(2), WithDocumentsHash: true));
        replica.EndTurn();
        IReadOnlyList<Reply> replies = replica.TakeEffects().Replies;
        ReplicaStatus status = ((StatusRead)replies[1]).Status;
        IEnumerable<string> log = ((LogRead)replies[0]).Entries.Select(entry => $"{entry.Write} {entry.CommitNumber} {entry.Outcome} {Convert.ToHexString(entry.Write.Encoded.Span)}");
        return $"{status.Identity} {status.Standing} {status.Primary} {status.Known} {status.Hash} {Convert.ToHexString(status.DocumentsHash.Span)}\n{string.Join('\n', log)}";
    }
}
