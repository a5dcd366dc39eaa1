using Oxbow.Core.AntiEntropy;
using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;

namespace Oxbow.Core.Conversations;

/// <summary>The receiving side of a one-way run: batches in their sequence.</summary>
internal sealed class IncomingRun(BatchReceiver receiver)
{
    private long sequence;
    private int retreatsKnown = receiver.RetreatCount;

    /// <summary>
    /// The peer may think that other commits are here than there are: they became others by another link, or they are
    /// of a larger epoch than what it sent, so that its numbers were left aside.
    /// </summary>
    private bool isMisjudged;

    /// <summary>
    /// The peer thinks that writes are here which a take-over may follow, and which were passed over.
    /// </summary>
    private bool mayLackCauses;

    /// <summary>Writes of replicas that were never created were taken for a larger epoch.</summary>
    private bool hasTakenOrphans;

    /// <summary>Writes of this run were not taken.</summary>
    public bool HasPassedOver { get; private set; }

    /// <summary>Records received.</summary>
    public long Received { get; private set; }

    /// <summary>True once the peer had nothing more to say.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>True when the batch follows the last one.</summary>
    public bool IsNext(Batch batch) => batch.Sequence == sequence + 1;

    /// <summary>
    /// The link is gone. Where that is before the take-over, what was taken for it although nobody created its origin has
    /// to leave again.
    /// </summary>
    public void Leave()
    {
        if (hasTakenOrphans)
        {
            receiver.LookForOrphans();
        }
    }

    /// <summary>Takes the next batch; gives the reason when a record of it was refused.</summary>
    public Rejection? Take(Batch batch, ReplicaId peer)
    {
        Invariant.Holds(IsNext(batch), "batches are taken in their sequence");
        if (mayLackCauses && receiver.BringsEpoch(batch))
        {
            return new(RejectionCode.StartAnew, "A take-over may follow writes that were passed over before it.");
        }

        isMisjudged |= receiver.RetreatCount != retreatsKnown;
        (long inEpoch, long passedOver) = (receiver.PassedOverInEpoch, receiver.PassedOver);
        long orphans = receiver.OrphansTaken;
        Rejection? refusal = receiver.Take(batch, new Arrival(peer, ByMail: false), isMisjudged);
        hasTakenOrphans |= receiver.OrphansTaken > orphans;
        if (refusal is { } rejection)
        {
            return rejection;
        }

        if (batch.Records.Any(record => record.CommitNumber.IsGiven))
        {
            isMisjudged = receiver.Ignores(batch);
        }

        mayLackCauses |= receiver.PassedOverInEpoch > inEpoch;
        HasPassedOver |= receiver.PassedOver > passedOver;
        retreatsKnown = receiver.RetreatCount;
        sequence = batch.Sequence;
        Received += batch.Records.Count;
        HasEnded |= batch.EndsRun;
        return null;
    }
}
