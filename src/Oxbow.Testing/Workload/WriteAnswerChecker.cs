using System.Text;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;
using Oxbow.Testing.Reference;
using Oxbow.Testing.Reporting;

namespace Oxbow.Testing.Workload;

/// <summary>
/// I16: the answer to a request names the write that says what the request said, however often it was sent. And a write
/// with a condition was accepted exactly when the condition held.
/// </summary>
internal sealed class WriteAnswerChecker(World world)
{
    public void Check(PendingRequest pending, SimulatedProcess process, Reply reply)
    {
        if (pending.Submit is not { } submit)
        {
            return;
        }

        switch (reply)
        {
            case WriteAccepted accepted:
                Accepted(pending, submit, process, process.Model.FindEver(accepted.Fate.Write));
                break;
            case Rejected { Rejection.Code: RejectionCode.RequestKeyReused } when !HoldsOtherWithKey(process, submit):
                throw new InvariantBrokenException(
                    "I16", $"{process.Name} says that an idempotency key is in use, and holds no other write with it");
            case Rejected { Rejection.Code: RejectionCode.PreconditionFailed } when process.HasNothingNew
                && submit.Preconditions.All(condition => Holds(condition, process, process.Model.Records.Count)):
                throw new InvariantBrokenException("I16", $"{process.Name} refuses a condition that holds");
        }
    }

    /// <summary>What left the log in the turn of the answer was there when it was given, perhaps.</summary>
    private bool HoldsOtherWithKey(SimulatedProcess process, SubmitWrite submit) =>
        world.Oracle.WithKey(submit.RequestKey)
        .Any(other => (process.Model.Held.Holds(other) || process.HeldBefore.Holds(other)) && !SaysSame(other.Write, submit));

    private void Accepted(PendingRequest pending, SubmitWrite submit, SimulatedProcess process, KnownWrite? known)
    {
        if (known is null || !SaysSame(known.Write, submit))
        {
            throw new InvariantBrokenException(
                "I16", $"{process.Name} answers a request with {known}, which says something else");
        }

        if (pending.IsRepeated(known))
        {
            world.Counters.Note(Branch.RequestAnsweredAgain);
            return;
        }

        int position = submit.Preconditions.Count == 0 ? -1 : PositionOf(known, process.Model.Records);
        foreach (Precondition condition in submit.Preconditions)
        {
            world.Counters.Note(Branch.ConditionHeld);
            if (!Holds(condition, process, position))
            {
                throw new InvariantBrokenException("I16", $"{process.Name} accepts {known} against its condition");
            }
        }
    }

    private static bool SaysSame(Write write, SubmitWrite submit)
    {
        int index = 0;
        foreach (Update update in write.ReadUpdates())
        {
            if (index == submit.Updates.Count || !update.HasSameContent(submit.Updates[index++]))
            {
                return false;
            }
        }

        return index == submit.Updates.Count && write.RequestKey.Span.SequenceEqual(submit.RequestKey.Span);
    }

    private static int PositionOf(KnownWrite known, IReadOnlyList<LogRecord> records)
    {
        int position = records.Count - 1;
        while (records[position].Write is not { } write || write.Id != known.Id)
        {
            position--;
        }

        return position;
    }

    /// <summary>Whether a document was as expected after a number of records.</summary>
    private bool Holds(Precondition condition, SimulatedProcess process, int recordCount)
    {
        NaiveReplica naive = new(
            process.Model.Identity!.Replica, world.Plan.Replica.RequestWindow, process.SupportedLevel);
        foreach (LogRecord record in process.Model.Records.Take(recordCount))
        {
            naive.Take(record);
        }

        WriteId? present = naive.Documents(committedOnly: false).TryGetValue(Encoding.UTF8.GetString(condition.Key.Span), out NaiveReplica.Value? value) ? value.Write : null;
        return present == condition.Expected;
    }
}
