using Oxbow.Core;
using Oxbow.Core.Messages;
using Oxbow.Storage.Replicas;

namespace Oxbow.Node.Loop;

/// <summary>
/// One turn of a replica: step it with everything that waits, make durable what it wants durable with one
/// fsync, and only then send and answer. Synchronous; a node runs it on a thread, a simulator in its own time.
/// </summary>
/// <remarks>
/// While requests wait in the replica (<see cref="Replica.HasWaitingRequests"/>), turns follow one another without a
/// pause, with the inputs alone that it admits.
/// </remarks>
public sealed class NodeLoop(Replica replica, ReplicaJournal journal, INodeOutput output, TimeProvider time)
{
    /// <summary>Runs one turn.</summary>
    /// <param name="inputs">What came in since the last turn, in order; may be empty.</param>
    /// <exception cref="Storage.JournalFailedException">
    /// The disk refused; nothing was sent or answered, and the process has to end.
    /// </exception>
    /// <returns>True when something changed that had to be made durable.</returns>
    public bool Turn(IReadOnlyList<Input> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        replica.Tick(time.GetUtcNow());
        for (int index = 0; index < inputs.Count; index++)
        {
            replica.Step(inputs[index]);
        }

        replica.EndTurn();
        Effects effects = replica.TakeEffects();
        journal.Persist(effects);
        CarryOut(effects);
        bool changed = !effects.IsDurableAlready;
        replica.Advance();
        return changed;
    }

    private void CarryOut(Effects effects)
    {
        foreach (PeerSend send in effects.Send)
        {
            output.Send(send.Link, send.Message);
        }

        foreach (Reply reply in effects.Replies)
        {
            output.Answer(reply);
        }

        foreach (ReplicaEvent news in effects.Events)
        {
            output.Report(news);
        }
    }
}
