using Oxbow.Core.Identity;
using Oxbow.Core.Messages;
using Oxbow.Testing.Model;
using Oxbow.Testing.Nodes;

namespace Oxbow.Testing.Workload;

/// <summary>
/// What documents showed at the moment of an answer: surely the one, at most the other. A turn takes several inputs at
/// once, and what the others brought may have come before or after.
/// </summary>
/// <param name="Least">What was surely shown.</param>
/// <param name="Most">What can have been shown.</param>
internal sealed record ReadableBounds(Holdings Least, Holdings Most)
{
    /// <summary>The bounds at an answer of the present turn.</summary>
    public static ReadableBounds At(SimulatedProcess process, RequestId answered)
    {
        ReplicaModel model = process.Model;
        if (!model.IsBelowLevel || (process.WasBelowLevel && !model.HasRolledBack))
        {
            // What documents show only grows.
            return new(process.ReadableBefore, model.Readable);
        }

        // The turn raised the level beyond the software: what is tentative, or behind the raise, was shown up to that
        // moment and not after it. The input that brought the raise tells on which side of it the answer stands.
        WriteId raise = model.ExecutedTip.Write!.Id;
        int asked = IndexOf(process.Inputs, input => input is ClientRequest request && request.Id == answered);
        int first = model.HasRolledBack ? -1 : IndexOf(process.Inputs, input => Commits(input, raise));
        int last = first < 0 ? -1 : LastIndexOf(process.Inputs, input => Commits(input, raise));
        if (first >= 0 && asked < first)
        {
            return new(process.ReadableBefore, model.Held);
        }

        if (first >= 0 && asked > last)
        {
            return new(model.Readable, model.Readable);
        }

        // Brought more than once, or by the primary's own hand: either side.
        Holdings both = process.ReadableBefore.Copy();
        both.KeepCommon(model.Readable);
        return new(both, model.Held);
    }

    private static bool Commits(Input input, WriteId write) => input is PeerSaid { Message: Batch batch }
        && batch.Records.Any(record => record.CommitNumber.IsGiven && record.Id == write);

    private static int IndexOf(IReadOnlyList<Input> inputs, Func<Input, bool> isIt)
    {
        int index = 0;
        while (index < inputs.Count && !isIt(inputs[index]))
        {
            index++;
        }

        return index < inputs.Count ? index : -1;
    }

    private static int LastIndexOf(IReadOnlyList<Input> inputs, Func<Input, bool> isIt)
    {
        int index = inputs.Count - 1;
        while (index >= 0 && !isIt(inputs[index]))
        {
            index--;
        }

        return index;
    }
}
