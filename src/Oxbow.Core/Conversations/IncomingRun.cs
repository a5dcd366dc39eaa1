using Oxbow.Core.AntiEntropy;
using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;

namespace Oxbow.Core.Conversations;

/// <summary>The receiving side of a one-way run: batches in their sequence.</summary>
internal sealed class IncomingRun(BatchReceiver receiver)
{
    private long sequence;
    private int retreatsKnown = receiver.RetreatCount;

    /// <summary>Records received.</summary>
    public long Received { get; private set; }

    /// <summary>True once the peer had nothing more to say.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>True when the batch follows the last one.</summary>
    public bool IsNext(Batch batch) => batch.Sequence == sequence + 1;

    /// <summary>Takes the next batch; gives the reason when a record of it was refused.</summary>
    public Rejection? Take(Batch batch, ReplicaId peer)
    {
        Invariant.Holds(IsNext(batch), "batches are taken in their sequence");
        if (receiver.Take(batch, new Arrival(peer, ByMail: false), retreatsKnown) is { } rejection)
        {
            return rejection;
        }

        // What the peer has sent is here now, commits of a larger epoch in place of others included.
        retreatsKnown = receiver.RetreatCount;

        sequence = batch.Sequence;
        Received += batch.Records.Count;
        HasEnded |= batch.EndsRun;
        return null;
    }
}
