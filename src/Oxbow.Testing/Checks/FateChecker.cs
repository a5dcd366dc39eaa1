using Oxbow.Core.Messages;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Checks;

/// <summary>A fate goes from tentative to committed, and back only by a roll back.</summary>
internal sealed class FateChecker : Checker
{
    public override string Invariant => "I23";

    public override void Answers(SimulatedProcess process, Reply reply)
    {
        WriteFate? fate = reply switch
        {
            FateRead read => read.Fate,
            WriteAccepted accepted => accepted.Fate,
            _ => null,
        };
        if (fate is not { } told)
        {
            return;
        }

        // It may never have held the write itself, only one made again from it, which has left the log in its turn.
        KnownWrite? waiting = process.Model.Withdrawn
            .FirstOrDefault(write => told.RemadeAs is null && write.Root.Id == told.Write);
        if ((process.Model.FindEver(told.RemadeAs ?? told.Write) ?? waiting) is not { } known
            || (told.RemadeAs is not null && known.Write.Original?.Id != told.Write))
        {
            Fail($"{process.Name} tells of {told.Write}, of which it does not hold what it says");
            return;
        }

        bool wasCommitted = process.CommittedBefore.Has(known);
        bool isTrue = told.CommitNumber.IsGiven
            ? process.Model.IsOrWasAt(told.CommitNumber, known)
            : !wasCommitted || process.Model.HasRolledBack;
        if (!isTrue)
        {
            Fail($"{process.Name} tells commit number {told.CommitNumber} of {told.Write}");
        }
    }
}
