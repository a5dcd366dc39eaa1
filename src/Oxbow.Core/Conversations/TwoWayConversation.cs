using Oxbow.Core.AntiEntropy;
using Oxbow.Core.Identity;
using Oxbow.Core.Invariants;
using Oxbow.Core.Log;
using Oxbow.Core.Messages;
using Oxbow.Core.Writes;

namespace Oxbow.Core.Conversations;

/// <summary>A conversation of two one-way runs, one in each direction.</summary>
internal abstract class TwoWayConversation(ConversationParts parts, LinkOpened opened)
    : HelloConversation(parts, opened)
{
    private readonly IncomingRun incoming = new(parts.Receiver);
    private readonly int evictionsUndone = parts.State.EvictionsUndone;
    private RunSender? outgoing;
    private bool hasReportedEnd;

    /// <summary>True when batches flow on after the runs have ended.</summary>
    protected abstract bool GoesOn { get; }

    protected sealed override bool IsMisled => incoming.HasPassedOver && evictionsUndone != State.EvictionsUndone;

    private RunSender Outgoing => outgoing ?? throw new InvariantException("the runs begin with the hello");

    /// <summary>
    /// The listener ends its run after the dialer's, so that what the dialer brought (and a primary committed)
    /// goes back in the same exchange.
    /// </summary>
    private bool MayEndRun => IsDialer || incoming.HasEnded;

    protected sealed override Rejection? Greet(Hello hello)
    {
        if (SharedCommits.FindOmission(State, hello) is { } omission)
        {
            return omission;
        }

        outgoing = new(State, hello.Known, SharedCommits.With(State, hello));
        return null;
    }

    protected sealed override Rejection? HearFrom(ReplicaId peer, PeerMessage message) => message switch
    {
        Batch batch when incoming.IsNext(batch) && (GoesOn || !incoming.HasEnded) => Take(batch, peer),
        Acknowledgement acknowledgement => Take(acknowledgement),
        _ => OutOfTurn(message),
    };

    protected sealed override void SayMoreToPeer()
    {
        while ((GoesOn || !Outgoing.HasEnded) && Outgoing.Next(MayEndRun) is { } batch)
        {
            Say(batch);
        }
    }

    protected override void LeavePeer() => incoming.Leave();

    /// <summary>Both runs have ended for the first time.</summary>
    protected virtual void OnRunsEnded()
    {
    }

    private Rejection? Take(Batch batch, ReplicaId peer)
    {
        if (incoming.Take(batch, peer) is { } rejection)
        {
            return rejection;
        }

        // What came over the link does not go back over it.
        foreach (LogRecord record in batch.Records)
        {
            if ((record.Write ?? State.Log.Find(record.Id)?.Write) is Write held)
            {
                Outgoing.NoteHeld(
                    held, batch.Epoch == State.Log.Epochs.Current ? record.CommitNumber : CommitNumber.None);
            }
        }

        if (incoming.HasEnded)
        {
            TrustCompared();
        }

        Say(new Acknowledgement(batch.Sequence));
        ReportEnd();
        return null;
    }

    private Rejection? Take(Acknowledgement acknowledgement)
    {
        if (!Outgoing.Acknowledge(acknowledgement.Sequence))
        {
            return OutOfTurn(acknowledgement);
        }

        ReportEnd();
        return null;
    }

    private void ReportEnd()
    {
        if (!hasReportedEnd && incoming.HasEnded && Outgoing is { HasEnded: true, IsAcknowledged: true })
        {
            hasReportedEnd = true;
            State.Effects.Report(new RunsEnded(Link, Outgoing.Sent, incoming.Received));
            OnRunsEnded();
        }
    }
}
