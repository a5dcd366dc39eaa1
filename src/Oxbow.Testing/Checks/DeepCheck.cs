using System.Text;
using Oxbow.Core;
using Oxbow.Core.Execution;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.State;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Reference;
using Oxbow.Testing.Reporting;
using Oxbow.Testing.Workload;

namespace Oxbow.Testing.Checks;

/// <summary>
/// Compares everything a replica shows with the naive reference, which sorts and replays from empty (I9, I11, I12), and
/// with a second replica made from the same records (I13, I27). Costs as much as the log is long, so only samples.
/// </summary>
internal static class DeepCheck
{
    private static readonly KeyRange AllKeys = new(default, default, default, default, 10_000);

    /// <param name="world">The world.</param>
    /// <param name="process">Whose replica to compare.</param>
    /// <param name="withDocuments">False when an application runs, whose collections are its own.</param>
    public static void Compare(World world, SimulatedProcess process, bool withDocuments)
    {
        world.Counters.Note(Branch.ComparedInDepth);
        NaiveReplica naive = new(
            process.Model.Identity!.Replica, world.Plan.Replica.RequestWindow, process.SupportedLevel);
        foreach (LogRecord record in process.Model.Records)
        {
            naive.Take(record);
        }

        CompareLog(world, process, naive);
        if (withDocuments)
        {
            CompareDocuments(world, process, naive, ReadView.Latest);
            CompareDocuments(world, process, naive, ReadView.Committed);
        }

        CompareWithSecond(world, process);
    }

    private static void CompareLog(World world, SimulatedProcess process, NaiveReplica naive)
    {
        if (process.Ask(new ReadLog(world.NextRequest(), 0, int.MaxValue)) is not LogRead log)
        {
            throw new InvariantBrokenException("I9", $"{process.Name} does not give its log");
        }

        // The question is a turn of its own, in which nothing else comes in.
        if (!log.Entries.Select(entry => (entry.Write.Id, entry.CommitNumber)).SequenceEqual(naive.Log.Select(entry => (entry.Write.Id, entry.Number))))
        {
            throw new InvariantBrokenException("I9", $"The log of {process.Name} is not in order: {string.Join(", ", log.Entries.Select(entry => $"{entry.Write.Id}={entry.CommitNumber}"))}");
        }

        foreach ((LogEntryView entry, Outcome expected) in log.Entries.Zip(naive.Outcomes()))
        {
            bool isAsCommitted = entry.CommitNumber == CommitNumber.None
                || entry.CommitNumber > process.Model.ExecutedTip.Number
                || entry.Outcome == process.Model.CommitAt(entry.CommitNumber)!.Outcome;
            if (entry.Outcome != expected || !isAsCommitted)
            {
                throw new InvariantBrokenException(
                    "I11", $"{process.Name} says {entry.Outcome} of {entry.Write} and should say {expected}");
            }
        }
    }

    private static void CompareDocuments(World world, SimulatedProcess process, NaiveReplica naive, ReadView view)
    {
        List<(string, string, WriteId, CommitNumber)> shown = [];
        foreach (string collection in Documents.Collections)
        {
            Reply reply = process.Ask(
                new ScanDocuments(world.NextRequest(), Encoding.UTF8.GetBytes(collection), AllKeys, view, null));
            foreach (DocumentView document in ((DocumentsRead)reply).Documents)
            {
                shown.Add((Text(document.Key), Text(document.Value), document.Write, document.CommitNumber));
            }
        }

        IEnumerable<(string, string, WriteId, CommitNumber)> expected = naive.Documents(view == ReadView.Committed)
            .Select(pair => (pair.Key, pair.Value.Text, pair.Value.Write, pair.Value.Number));
        if (!shown.SequenceEqual(expected))
        {
            throw new InvariantBrokenException("I11", $"{process.Name} shows other documents ({view}) than a replay of its log makes: {string.Join(", ", shown.Except(expected).Concat(expected.Except(shown)).Select(document => document.Item1))}");
        }
    }

    private static void CompareWithSecond(World world, SimulatedProcess process)
    {
        // It answers at once, whatever the first one may execute in a turn.
        Replica second = Replica.Recover(
            process.Model.Identity!,
            process.Model.Records,
            process.Options with { ExecutionBudget = int.MaxValue },
            process.Status!.CommitsSuspended);
        second.Step(new ReadStatus(world.NextRequest(), WithDocumentsHash: true));
        second.EndTurn();
        Effects effects = second.TakeEffects();
        if (effects.Persist.Any(record => record.IsWithdrawal) && IsEpochOnTheWay(process))
        {
            return;
        }

        ReplicaStatus other = ((StatusRead)effects.Replies[0]).Status;
        ReplicaStatus own = ((StatusRead)process.Ask(new ReadStatus(world.NextRequest(), WithDocumentsHash: true))).Status;
        bool areEqual = own.DocumentsHash.Span.SequenceEqual(other.DocumentsHash.Span)
            && own.Hash == other.Hash
            && own.Known.Equals(other.Known)
            && own.TentativeCount == other.TentativeCount;
        if (!areEqual)
        {
            throw new InvariantBrokenException(
                "I13", $"{process.Name} and a second replica made from its records differ");
        }
    }

    /// <summary>
    /// A link has brought writes for a take-over that is still to come over it: they are taken whoever accepted them. A
    /// start ends the link, and takes those out that nobody created.
    /// </summary>
    private static bool IsEpochOnTheWay(SimulatedProcess process) =>
        process.Ends.Values.Any(end => !end.HasEnded && end.EpochHeard > process.Model.Tip.Epoch);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
