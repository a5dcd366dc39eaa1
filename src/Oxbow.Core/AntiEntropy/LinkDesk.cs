using Oxbow.Core.Identity;
using Oxbow.Core.Log;
using Oxbow.Core.Membership;
using Oxbow.Core.Messages;

namespace Oxbow.Core.AntiEntropy;

/// <summary>Holds the open links and leads their conversations.</summary>
internal sealed class LinkDesk
{
    private readonly ReplicaState state;
    private readonly Dictionary<LinkId, PeerLink> links = [];
    private readonly List<PeerLink> order = [];
    private readonly BatchReceiver receiver;
    private readonly HoldBack holdBack;

    public LinkDesk(ReplicaState state)
    {
        this.state = state;
        receiver = new(state);
        holdBack = new(state, receiver);
    }

    public void Open(LinkOpened opened)
    {
        PeerLink link = new(opened);
        links.Add(link.Id, link);
        order.Add(link);
        if (link.Purpose == LinkPurpose.RetirementHandover && !link.IsDialer && state.RefusalOfWrites() is { } refusal)
        {
            // Without a hello the leaving replica hands nothing to one that may leave before it or lose its id.
            Refuse(link, refusal);
            return;
        }

        if (link.Purpose != LinkPurpose.Join)
        {
            WriteLog log = state.Log;
            state.Effects.Send(link.Id, new Hello(state.Identity, log.Known.ToVersionVector(), log.LastCommitted, state.History.Hash) { LogDigest = log.Digest });
        }
    }

    public void Close(LinkId id)
    {
        if (links.Remove(id, out PeerLink? link))
        {
            order.Remove(link);
            state.KeepsMail = order.Exists(IsMailbox);
        }
    }

    /// <summary>Takes a message; one over a link that is gone or done is late and ignored.</summary>
    public void Receive(LinkId id, PeerMessage message)
    {
        if (!links.TryGetValue(id, out PeerLink? link) || link.Phase == LinkPhase.Done)
        {
            return;
        }

        Rejection? rejection = (message, link.Phase) switch
        {
            (Refusal refusal, _) => Refused(link, refusal.Rejection),
            (JoinRequest join, LinkPhase.AwaitingHello) when link.Purpose == LinkPurpose.Join && !link.IsDialer =>
                HelloCheck.FindVersionFault(join.Version) ?? Join(link),
            (Hello hello, LinkPhase.AwaitingHello) when link.Purpose != LinkPurpose.Join => Greet(link, hello),
            (Batch batch, LinkPhase.Running) when link.Purpose != LinkPurpose.Mail => TakeBatch(link, batch),
            (Mail mail, LinkPhase.Running) when link.Purpose == LinkPurpose.Mail => holdBack.Offer(mail, link.Peer!),
            (Acknowledgement acknowledgement, LinkPhase.Running) => TakeAcknowledgement(link, acknowledgement),
            _ => OutOfTurn(message, link),
        };
        if (rejection is not null)
        {
            Refuse(link, rejection);
        }
    }

    /// <summary>Takes in what was held back and need not wait any longer, then says what there is to say on every link.</summary>
    public void Flush()
    {
        holdBack.Release();
        state.HeldBackCount = holdBack.Count;
        SendMail();
        FillBatches();
    }

    private void SendMail()
    {
        foreach (PeerLink link in order.Where(IsMailbox))
        {
            state.Mail.ForEach(mail => state.Effects.Send(link.Id, mail));
        }

        state.Mail.Clear();
    }

    private static bool IsMailbox(PeerLink link) => link is { Purpose: LinkPurpose.Mail, Phase: LinkPhase.Running };

    /// <summary>Makes batches for every link that has something to say and room to say it.</summary>
    private void FillBatches()
    {
        foreach (PeerLink link in order)
        {
            while (link.MaySend && link.Sender?.Next(link.MayEndRun) is { } batch)
            {
                state.Effects.Send(link.Id, batch);
            }
        }
    }

    private Rejection? Join(PeerLink link)
    {
        if (state.RefusalOfWrites() is { } refusal)
        {
            return refusal;
        }

        if (state.Identity.Replica.Depth >= ReplicaId.MaximumDepth || state.Log.Replicas.Count >= ReplicaTable.MaximumReplicas)
        {
            return new(RejectionCode.TooMany, "This replica can create no more replicas: ask another one.");
        }

        state.Effects.Send(link.Id, new JoinReply(new(state.Identity.Database, Creation.Accept(state))));
        link.Phase = LinkPhase.Done;
        return null;
    }

    private Rejection? Greet(PeerLink link, Hello hello)
    {
        if (HelloCheck.FindFault(state, link.Purpose, hello) is { } fault)
        {
            return fault;
        }

        state.HearPeer();
        link.Phase = LinkPhase.Running;
        link.Peer = hello.Identity.Replica;
        if (link.Purpose == LinkPurpose.Mail)
        {
            state.KeepsMail = true;
        }
        else if (link.Purpose != LinkPurpose.RetirementHandover)
        {
            link.Sender = new(state, hello.Known, hello.CommitNumber);
        }
        else if (link.IsDialer)
        {
            return HandOver(link, hello);
        }

        return null;
    }

    private Rejection? HandOver(PeerLink link, Hello hello)
    {
        ReplicaIndex heir = state.Log.Replicas.Intern(hello.Identity.Replica);
        if (state.Log.Known.Completed(heir) == AcceptStamp.Maximum)
        {
            // Its hello was on the way while word of its retirement came from elsewhere.
            return new(RejectionCode.Retired, "The peer has retired since it greeted: hand over to another replica.");
        }

        Retirement.Accept(state, hello.Identity.Replica);
        link.Leaver = state.Identity;
        link.Sender = new(state, hello.Known, hello.CommitNumber);
        return null;
    }

    private Rejection? TakeBatch(PeerLink link, Batch batch)
    {
        if (batch.Sequence != link.ReceivedSequence + 1 || (link.PeerRunEnded && link.Purpose != LinkPurpose.Live) || IsHandoverDialer(link))
        {
            return OutOfTurn(batch, link);
        }

        if (link.Purpose == LinkPurpose.RetirementHandover && state.RefusalOfWrites() is { } refusal)
        {
            return refusal;
        }

        if (receiver.Take(batch.Records, new(link.Peer!, ByMail: false)) is { } rejection)
        {
            return rejection;
        }

        foreach (LogRecord record in batch.Records)
        {
            if (link.Sender is not null && (record.Write ?? state.Log.Find(record.Id)?.Write) is { } held)
            {
                link.Sender.NoteHeld(held, record.CommitNumber);
            }
        }

        link.ReceivedSequence = batch.Sequence;
        link.Received += batch.Records.Count;
        link.PeerRunEnded |= batch.EndsRun;
        state.Effects.Send(link.Id, new Acknowledgement(batch.Sequence));
        ReportEnd(link);
        return null;
    }

    private Rejection? TakeAcknowledgement(PeerLink link, Acknowledgement acknowledgement)
    {
        if (link.Sender is null || !link.Sender.Acknowledge(acknowledgement.Sequence))
        {
            return OutOfTurn(acknowledgement, link);
        }

        if (IsHandoverDialer(link) && link.Leaver != state.Identity)
        {
            // The peer was told that the old id retires; nothing was said of what this replica accepts under the new one.
            return new(RejectionCode.Quarantined, "This replica found its id in use elsewhere while it handed over: let it leave once it has a new one.");
        }

        ReportEnd(link);
        return null;
    }

    private void ReportEnd(PeerLink link)
    {
        bool sentAll = link.Sender is { HasEnded: true, IsAcknowledged: true };
        if (link.HasReportedEnd || !sentAll || !(link.PeerRunEnded || IsHandoverDialer(link)))
        {
            return;
        }

        link.HasReportedEnd = true;
        state.Effects.Report(new RunsEnded(link.Id, link.Sender!.Sent, link.Received));
        if (IsHandoverDialer(link))
        {
            state.Standing = Standing.Retired;
            state.Effects.Report(new RetirementHandoverEnded(link.Id));
        }

        if (link.IsDialer && link.Purpose != LinkPurpose.Live)
        {
            link.Phase = LinkPhase.Done;
            state.Effects.Report(new LinkDone(link.Id, null));
        }
    }

    private static bool IsHandoverDialer(PeerLink link) => link.IsDialer && link.Purpose == LinkPurpose.RetirementHandover;

    private Rejection? Refused(PeerLink link, Rejection rejection)
    {
        link.Phase = LinkPhase.Done;
        state.Effects.Report(new LinkDone(link.Id, rejection));
        return null;
    }

    private void Refuse(PeerLink link, Rejection rejection)
    {
        link.Phase = LinkPhase.Done;
        state.Effects.Send(link.Id, new Refusal(rejection));
        state.Effects.Report(new LinkDone(link.Id, rejection));
        if (rejection.Code is RejectionCode.IdentityClash or RejectionCode.Diverged or RejectionCode.ClockAhead or RejectionCode.Hole)
        {
            state.Effects.Report(new Alarm(rejection));
        }
    }

    private static Rejection OutOfTurn(PeerMessage message, PeerLink link) =>
        new(RejectionCode.OutOfTurn, $"{message.GetType().Name} has no place in a link for {link.Purpose} at this moment.");
}
